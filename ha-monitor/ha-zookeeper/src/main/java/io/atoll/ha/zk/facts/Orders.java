package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the HA leader wants hosts to end that have lost storage, by VM and epoch. An order for an epoch that has passed means nothing any
 * more, and one that is not written anew is not obeyed.
 */
public final class Orders {
    private static final int LONGEST_BYTES = 256 * 1024;
    private final JsonNodes nodes;
    private final ClusterId cluster;

    public Orders(ZookeeperConnection connection, ClusterId cluster) {
        this.nodes = new JsonNodes(connection);
        this.cluster = cluster;
    }

    /**
     * An order to one host.
     *
     * @param number another one with every writing
     */
    public record Order(LeaderEpoch leaderEpoch, long number, SortedMap<VmId, VmEpoch> vms) {
        public Order {
            vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
        }
    }

    /** Replaces what this host was told before. Repeatable. */
    public void release(HostId host, Order order) {
        var all = new TreeMap<>(read());
        var named = new TreeMap<String, Long>();
        order.vms().forEach((vm, epoch) -> named.put(vm.toString(), epoch.value()));
        all.put(host.toString(), new Entry(order.leaderEpoch().value(), order.number(), named));
        nodes.put(
                "ordering host " + host + " to end VMs",
                nodes.layout().haOrders(cluster),
                NodeJson.write(new Node(all)));
    }

    /** What was last ordered of this host. */
    public Optional<Order> forHost(HostId host) {
        return Optional.ofNullable(read().get(host.toString())).map(entry -> {
            var vms = new TreeMap<VmId, VmEpoch>();
            var named = entry.vms == null ? Map.<String, Long>of() : entry.vms;
            named.forEach((vm, epoch) -> vms.put(VmId.parse(vm), new VmEpoch(epoch)));
            return new Order(new LeaderEpoch(entry.leaderEpoch), entry.number, vms);
        });
    }

    private Map<String, Entry> read() {
        return nodes.read(
                        "reading the orders of cluster " + cluster,
                        nodes.layout().haOrders(cluster),
                        (path, data, _) -> {
                            var release = NodeJson.read(path, data, Node.class, LONGEST_BYTES).release;
                            return release == null ? Map.<String, Entry>of() : release;
                        })
                .orElse(Map.of());
    }

    /** The node's data, by host. */
    record Node(@Nullable Map<String, Entry> release) {}

    /** By VM, the epoch. */
    record Entry(long leaderEpoch, long number, @Nullable Map<String, Long> vms) {}
}
