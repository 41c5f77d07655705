package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import java.util.Optional;

/** How HA works in each cluster. Written by managers. */
public final class HaSettings {
    private final JsonNodes nodes;

    public HaSettings(ZookeeperConnection connection) {
        nodes = new JsonNodes(connection);
    }

    /** Repeatable; the last call counts. */
    public void write(ClusterHaSettings settings) {
        nodes.put(
                "writing the HA settings of cluster " + settings.cluster(),
                nodes.layout().haSettings(settings.cluster()),
                settings.data());
    }

    /** Repeatable. */
    public void remove(ClusterId cluster) {
        nodes.remove(
                "removing the HA settings of cluster " + cluster, nodes.layout().haSettings(cluster));
    }

    /** Empty: HA knows nothing of this cluster and does nothing in it. */
    public Optional<ClusterHaSettings> read(ClusterId cluster) {
        return nodes.read(
                "reading the HA settings of cluster " + cluster,
                nodes.layout().haSettings(cluster),
                (path, data, _) -> ClusterHaSettings.read(path, cluster, data));
    }
}
