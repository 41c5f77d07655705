package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the HA leader wants hosts to end, by VM and epoch: an order for an epoch that has passed means nothing any more. */
public final class Orders {
    private static final int LONGEST_BYTES = 256 * 1024;
    private final JsonNodes nodes;
    private final ClusterId cluster;

    public Orders(ZookeeperConnection connection, ClusterId cluster) {
        this.nodes = new JsonNodes(connection);
        this.cluster = cluster;
    }

    /** Replaces what this host was told before. Repeatable. */
    public void release(HostId host, SortedMap<VmId, VmEpoch> vms) {
        var all = new TreeMap<>(read());
        var named = new TreeMap<String, Long>();
        vms.forEach((vm, epoch) -> named.put(vm.toString(), epoch.value()));
        all.put(host.toString(), named);
        nodes.put(
                "ordering host " + host + " to end VMs",
                nodes.layout().haOrders(cluster),
                NodeJson.write(new Node(all)));
    }

    /** What is ordered of this host. */
    public SortedMap<VmId, VmEpoch> forHost(HostId host) {
        var vms = new TreeMap<VmId, VmEpoch>();
        read().getOrDefault(host.toString(), Map.of())
                .forEach((vm, epoch) -> vms.put(VmId.parse(vm), new VmEpoch(epoch)));
        return vms;
    }

    private Map<String, Map<String, Long>> read() {
        return nodes.read(
                        "reading the orders of cluster " + cluster,
                        nodes.layout().haOrders(cluster),
                        (path, data, _) -> {
                            var release = NodeJson.read(path, data, Node.class, LONGEST_BYTES).release;
                            return release == null ? Map.<String, Map<String, Long>>of() : release;
                        })
                .orElse(Map.of());
    }

    /** The node's data: by host and VM, the epoch. */
    record Node(@Nullable Map<String, Map<String, Long>> release) {}
}
