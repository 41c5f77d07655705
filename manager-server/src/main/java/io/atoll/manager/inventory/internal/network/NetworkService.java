package io.atoll.manager.inventory.internal.network;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.internal.view.InventoryAction;
import io.atoll.manager.inventory.internal.view.NetworkViews;
import io.atoll.manager.inventory.jpa.ClusterStore;
import io.atoll.manager.inventory.jpa.NetworkStore;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.NetworkId;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and deletes networks. Carrying them to the hosts is the work of a task. */
@Service
@Transactional
public class NetworkService {
    private static final int DEFAULT_MTU_BYTES = 1500;

    private final NetworkStores stores;
    private final VmCensus census;
    private final NetworkViews views;
    private final InventoryEvents events;
    private final NetworkTasks tasks;
    private final Ids ids;
    private final Clock clock;

    NetworkService(
            NetworkStores stores,
            VmCensus census,
            NetworkViews views,
            InventoryEvents events,
            NetworkTasks tasks,
            Ids ids,
            Clock clock) {
        this.stores = stores;
        this.census = census;
        this.views = views;
        this.events = events;
        this.tasks = tasks;
        this.ids = ids;
        this.clock = clock;
    }

    /** What the service writes to. */
    @Component
    record NetworkStores(ClusterStore clusters, NetworkStore networks) {}

    public NetworkId create(ClusterId cluster, NamingPatch name, NetworkDraft draft, String requestedBy) {
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var blank = new Network(
                new NetworkId(ids.next()),
                naming,
                0,
                clock.instant(),
                cluster,
                0,
                DEFAULT_MTU_BYTES,
                true,
                NetworkDraft.NO_ADDRESSES);
        var network = draft.applyTo(blank, check);
        check.done();
        requireCluster(cluster);
        requireApart(network);
        ConstraintGuard.unique("network", naming.name(), () -> stores.networks.insert(network));
        events.network(network.id(), Change.CREATED);
        tasks.apply(network, requestedBy);
        return network.id();
    }

    public void change(NetworkId id, IfMatch ifMatch, NamingPatch name, NetworkDraft draft, String requestedBy) {
        var before = stores.networks.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = draft.applyTo(before.named(name.applyTo(before.naming(), check)), check);
        check.done();
        requireUnusedFor(before, after);
        requireApart(after);
        ConstraintGuard.unique("network", after.name(), () -> stores.networks.update(id.value(), _ -> after))
                .ifPresent(changed -> {
                    events.network(id, Change.CHANGED);
                    tasks.apply(changed, requestedBy);
                });
    }

    public void delete(NetworkId id, IfMatch ifMatch, String requestedBy) {
        var network = stores.networks.lock(id.value()).orElseThrow(() -> notFound(id));
        ifMatch.require(network.revision());
        var users = census.usersOf(id);
        if (!users.isEmpty()) {
            throw new AtollException(
                    ErrorCode.NETWORK_IN_USE,
                    "Network %s is used by %s.".formatted(network.name(), String.join(", ", users)));
        }
        views.find(id, InventoryAction.ANYBODY).ifPresent(view -> events.deleted("network", view));
        ConstraintGuard.unused(
                ErrorCode.NETWORK_IN_USE, "network", network.name(), () -> stores.networks.delete(id.value()));
        tasks.apply(network, requestedBy);
    }

    static AtollException notFound(NetworkId id) {
        return new AtollException(ErrorCode.NETWORK_NOT_FOUND, "There is no network %s.".formatted(id));
    }

    private void requireCluster(ClusterId cluster) {
        if (stores.clusters.find(cluster.value()).isEmpty()) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(cluster));
        }
    }

    /** Guests keep the addresses they were started with, so these stay while anybody has one. */
    private void requireUnusedFor(Network before, Network after) {
        var moved = before.vlan() != after.vlan() || !before.addressing().equals(after.addressing());
        var users = moved ? census.usersOf(before.id()) : List.<String>of();
        if (!users.isEmpty()) {
            throw new AtollException(
                    ErrorCode.NETWORK_IN_USE,
                    "VLAN and addresses of network %s cannot change while %s use it."
                            .formatted(before.name(), String.join(", ", users)));
        }
    }

    /** Two networks may share a VLAN, but then no address may belong to both. */
    private void requireApart(Network network) {
        if (!network.hasStaticAddresses()) {
            return;
        }
        for (var other : stores.networks.in(network.clusterId())) {
            if (!other.id().equals(network.id())
                    && other.hasStaticAddresses()
                    && other.vlan() == network.vlan()
                    && AddressRanges.overlap(network, other)) {
                throw AtollException.invalid(
                        "spec.rangeStart",
                        "The range overlaps that of network %s on the same VLAN.".formatted(other.name()));
            }
        }
    }
}
