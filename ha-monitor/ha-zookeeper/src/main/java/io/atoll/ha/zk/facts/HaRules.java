package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import java.util.Optional;

/** The placement rules that HA keeps in each cluster. Written by managers. */
public final class HaRules {
    private final JsonNodes nodes;

    public HaRules(ZookeeperConnection connection) {
        nodes = new JsonNodes(connection);
    }

    /** Repeatable; the last call counts. */
    public void write(ClusterRules rules) {
        nodes.put(
                "writing the placement rules of cluster " + rules.cluster(),
                nodes.layout().haRules(rules.cluster()),
                rules.data());
    }

    /** Repeatable. */
    public void remove(ClusterId cluster) {
        nodes.remove(
                "removing the placement rules of cluster " + cluster,
                nodes.layout().haRules(cluster));
    }

    /** Empty: HA was never told rules of this cluster. */
    public Optional<ClusterRules> read(ClusterId cluster) {
        return nodes.read(
                "reading the placement rules of cluster " + cluster,
                nodes.layout().haRules(cluster),
                (path, data, _) -> ClusterRules.read(path, cluster, data));
    }
}
