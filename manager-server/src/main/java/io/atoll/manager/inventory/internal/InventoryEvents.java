package io.atoll.manager.inventory.internal;

import io.atoll.manager.api.ObjectView;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.internal.view.ClusterViews;
import io.atoll.manager.inventory.internal.view.HostViews;
import io.atoll.manager.inventory.internal.view.ImageViews;
import io.atoll.manager.inventory.internal.view.InventoryAction;
import io.atoll.manager.inventory.internal.view.NetworkViews;
import io.atoll.manager.inventory.internal.view.PoolViews;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tells the event stream what changed, in the transaction of the change. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class InventoryEvents {
    private final Events events;
    private final ClusterViews clusters;
    private final HostViews hosts;
    private final NetworkViews networks;
    private final PoolViews pools;
    private final ImageViews images;

    InventoryEvents(
            Events events,
            ClusterViews clusters,
            HostViews hosts,
            NetworkViews networks,
            PoolViews pools,
            ImageViews images) {
        this.events = events;
        this.clusters = clusters;
        this.hosts = hosts;
        this.networks = networks;
        this.pools = pools;
        this.images = images;
    }

    public void cluster(ClusterId id, Change change) {
        clusters.find(id, InventoryAction.ANYBODY).ifPresent(view -> publish("cluster", view, change));
    }

    public void host(HostId id, Change change) {
        hosts.find(id, InventoryAction.ANYBODY).ifPresent(view -> publish("host", view, change));
    }

    public void network(NetworkId id, Change change) {
        networks.find(id, InventoryAction.ANYBODY).ifPresent(view -> publish("network", view, change));
    }

    public void pool(PoolId id, Change change) {
        pools.find(id, InventoryAction.ANYBODY).ifPresent(view -> publish("pool", view, change));
    }

    public void image(ImageId id, Change change) {
        images.find(id, InventoryAction.ANYBODY).ifPresent(view -> publish("image", view, change));
    }

    /** To be called before the row goes. */
    public void deleted(String kind, ObjectView<?, ?> last) {
        var metadata = last.metadata();
        events.publish(kind, metadata.id().toString(), metadata.name(), metadata.revision() + 1, Change.DELETED, null);
    }

    private void publish(String kind, ObjectView<?, ?> view, Change change) {
        var metadata = view.metadata();
        events.publish(kind, metadata.id().toString(), metadata.name(), metadata.revision(), change, view);
    }
}
