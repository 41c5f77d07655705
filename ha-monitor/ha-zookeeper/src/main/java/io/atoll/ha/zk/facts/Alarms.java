package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What people should know about a cluster while it lasts: a sentence each, by a stable key. Written by the HA leader. */
public final class Alarms {
    private static final int LONGEST_BYTES = 64 * 1024;
    private final JsonNodes nodes;

    public Alarms(ZookeeperConnection connection) {
        nodes = new JsonNodes(connection);
    }

    /** All that are raised now; the last call counts. */
    public void write(ClusterId cluster, SortedMap<String, String> alarms) {
        nodes.put("telling the alarms of cluster " + cluster, nodes.layout().haAlarms(cluster), data(alarms));
    }

    public SortedMap<String, String> read(ClusterId cluster) {
        return nodes.read(
                        "reading the alarms of cluster " + cluster,
                        nodes.layout().haAlarms(cluster),
                        (path, data, _) -> {
                            var raised = NodeJson.read(path, data, Node.class, LONGEST_BYTES).raised;
                            return new TreeMap<>(raised == null ? Map.<String, String>of() : raised);
                        })
                .orElseGet(TreeMap::new);
    }

    private static byte[] data(SortedMap<String, String> alarms) {
        return NodeJson.write(new Node(alarms));
    }

    /** The node's data. */
    record Node(@Nullable Map<String, String> raised) {}
}
