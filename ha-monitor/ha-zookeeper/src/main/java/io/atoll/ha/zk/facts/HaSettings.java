package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import java.util.Optional;

/** How HA works in each cluster. Written by managers. */
public final class HaSettings {
    private final JsonNodes nodes;

    public HaSettings(ZookeeperConnection connection) {
        nodes = new JsonNodes(connection);
    }

    /** With what the cluster's agents need to elect their leader. Repeatable; the last call counts. */
    public void write(ClusterHaSettings settings) {
        var doing = "preparing the election of the HA leader of cluster " + settings.cluster();
        var layout = nodes.layout();
        nodes.makeEmpty(doing, layout.haLeader(settings.cluster()));
        nodes.makeEmpty(doing, layout.haLeaderLatch(settings.cluster()));
        nodes.makeEmpty(doing, layout.haAlarms(settings.cluster()));
        nodes.makeEmpty(doing, layout.haOrders(settings.cluster()));
        nodes.make(doing, layout.haLeaderEpoch(settings.cluster()), LeaderEpochs.beforeTheFirst());
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
