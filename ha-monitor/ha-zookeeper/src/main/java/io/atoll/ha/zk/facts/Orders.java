package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the HA leader wants done by others, by VM and epoch: hosts that have lost storage are to end VMs, managers are to migrate some.
 * An order for an epoch that has passed means nothing any more, and an order to end VMs that is not written anew is not obeyed.
 * Safe for use by many threads of the leader.
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

    /** A running VM is to be migrated: the network of its host's guests is gone. */
    public record Leave(VmId vm, VmEpoch epoch, HostId from, HostId to) {}

    /** Replaces what this host was told before. Repeatable. */
    public synchronized void release(HostId host, Order order) {
        var node = read();
        var all = new TreeMap<>(node.releases());
        var named = new TreeMap<String, Long>();
        order.vms().forEach((vm, epoch) -> named.put(vm.toString(), epoch.value()));
        all.put(host.toString(), new Entry(order.leaderEpoch().value(), order.number(), named));
        write("ordering host " + host + " to end VMs", new Node(all, node.leave));
    }

    /**
     * Adds one, or replaces what was wanted for the same VM. Repeatable.
     *
     * @param stillMeant which of the older ones go on
     */
    public synchronized void leave(Leave wanted, Predicate<Leave> stillMeant) {
        var node = read();
        var all = new ArrayList<LeaveNode>();
        node.leaves().stream()
                .map(LeaveNode::leave)
                .filter(leave -> !leave.vm().equals(wanted.vm()) && stillMeant.test(leave))
                .map(LeaveNode::of)
                .forEach(all::add);
        all.add(LeaveNode.of(wanted));
        write("asking managers to migrate VM " + wanted.vm(), new Node(node.release, all));
    }

    /** What was last ordered of this host. */
    public Optional<Order> forHost(HostId host) {
        return Optional.ofNullable(read().releases().get(host.toString())).map(entry -> {
            var vms = new TreeMap<VmId, VmEpoch>();
            var named = entry.vms == null ? Map.<String, Long>of() : entry.vms;
            named.forEach((vm, epoch) -> vms.put(VmId.parse(vm), new VmEpoch(epoch)));
            return new Order(new LeaderEpoch(entry.leaderEpoch), entry.number, vms);
        });
    }

    /** Which VMs managers are to migrate; whether it is still meant is for the reader to see. */
    public List<Leave> leaving() {
        return read().leaves().stream().map(LeaveNode::leave).toList();
    }

    private void write(String what, Node node) {
        nodes.put(what, nodes.layout().haOrders(cluster), NodeJson.write(node));
    }

    private Node read() {
        return nodes.read(
                        "reading the orders of cluster " + cluster,
                        nodes.layout().haOrders(cluster),
                        (path, data, _) -> NodeJson.read(path, data, Node.class, LONGEST_BYTES))
                .orElse(new Node(null, null));
    }

    /**
     * The node's data.
     *
     * @param release by host
     */
    record Node(
            @Nullable Map<String, Entry> release, @Nullable List<LeaveNode> leave) {
        Map<String, Entry> releases() {
            return release == null ? Map.of() : release;
        }

        List<LeaveNode> leaves() {
            return leave == null ? List.of() : leave;
        }
    }

    /** By VM, the epoch. */
    record Entry(long leaderEpoch, long number, @Nullable Map<String, Long> vms) {}

    /** One of the VMs to migrate. */
    record LeaveNode(String vm, long epoch, String from, String to) {
        static LeaveNode of(Leave leave) {
            return new LeaveNode(
                    leave.vm().toString(),
                    leave.epoch().value(),
                    leave.from().toString(),
                    leave.to().toString());
        }

        Leave leave() {
            return new Leave(VmId.parse(vm), new VmEpoch(epoch), HostId.parse(from), HostId.parse(to));
        }
    }
}
