package io.atoll.drs.core;

import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.ResourcePool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much processing power each VM may count on: what it asks for, between its reservation and its limit, and where its pool or
 * the cluster cannot give all that is asked for, in proportion to shares. Computed over the whole cluster as if it were one host,
 * from the root of the tree of pools down, as vSphere's users know it (Gulati and others, "VMware Distributed Resource
 * Management", VMware Technical Journal 2012): each level is filled to the same mark per share, nobody above what is asked
 * for and nobody below what is reserved.
 */
public final class Entitlements {
    private static final int HALVINGS = 200;

    private final SortedMap<VmId, Double> mhzOfVm = new TreeMap<>();

    /** A VM or a pool: what it is guaranteed, the most it can use, and its weight. */
    private static final class Node {
        final @Nullable VmId vm;
        final int shares;
        final List<Node> children = new ArrayList<>();
        double leastMhz;
        double mostMhz;
        final double limitMhz;

        Node(@Nullable VmId vm, int shares, double leastMhz, double mostMhz, double limitMhz) {
            this.vm = vm;
            this.shares = shares;
            this.leastMhz = leastMhz;
            this.mostMhz = mostMhz;
            this.limitMhz = limitMhz;
        }
    }

    private Entitlements() {}

    /** Of every VM that has a host, in MHz. */
    public static SortedMap<VmId, Double> of(Cluster cluster) {
        var entitlements = new Entitlements();
        var root = entitlements.tree(cluster);
        sumUp(root);
        var capacity = cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON || host.state().keepsVms())
                .mapToDouble(host -> host.capacity().cpu().value())
                .sum();
        entitlements.share(root, Math.min(capacity, root.mostMhz));
        return entitlements.mhzOfVm;
    }

    private Node tree(Cluster cluster) {
        var root = new Node(null, 1, 0, 0, Double.MAX_VALUE);
        Map<String, Node> pools = new HashMap<>();
        for (var pool : cluster.resourcePools().values()) {
            pools.put(pool.name(), node(pool));
        }
        for (var pool : cluster.resourcePools().values()) {
            var parent = pool.parent() == null ? root : Objects.requireNonNull(pools.get(pool.parent()));
            parent.children.add(Objects.requireNonNull(pools.get(pool.name())));
        }
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                var pool = vm.standing().resourcePool();
                var parent = pool == null ? root : Objects.requireNonNull(pools.get(pool));
                var reserved = vm.cpu().reservation().value();
                parent.children.add(new Node(
                        vm.id(),
                        vm.cpu().shares(),
                        Math.min(reserved, vm.cpu().claim().value()),
                        vm.cpu().claim().value(),
                        Double.MAX_VALUE));
            }
        }
        return root;
    }

    private static Node node(ResourcePool pool) {
        var limit = pool.cpu().limit();
        return new Node(
                null,
                pool.cpu().shares(),
                pool.cpu().reservation().value(),
                0,
                limit == null ? Double.MAX_VALUE : limit.value());
    }

    /** A pool can use what its children can, within its limit, and is guaranteed no less than they are. */
    private static void sumUp(Node node) {
        if (node.vm != null) {
            return;
        }
        var least = 0.0;
        var most = 0.0;
        for (var child : node.children) {
            sumUp(child);
            least += child.leastMhz;
            most += child.mostMhz;
        }
        node.mostMhz = Math.min(node.limitMhz, most);
        node.leastMhz = Math.min(node.mostMhz, Math.max(node.leastMhz, least));
    }

    private void share(Node node, double mhz) {
        if (node.vm != null) {
            mhzOfVm.put(node.vm, mhz);
            return;
        }
        var mark = mark(node, mhz);
        for (var child : node.children) {
            share(child, at(child, mark));
        }
    }

    private static double at(Node child, double mark) {
        return Math.min(child.mostMhz, Math.max(child.leastMhz, mark * child.shares));
    }

    /** The height per share at which the children together use what there is. */
    private static double mark(Node node, double mhz) {
        var low = 0.0;
        var high = 0.0;
        for (var child : node.children) {
            high = Math.max(high, child.mostMhz / child.shares);
        }
        if (sum(node, high) <= mhz) {
            return high;
        }
        for (var i = 0; i < HALVINGS && low < high; i++) {
            var middle = low + (high - low) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (sum(node, middle) <= mhz) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double sum(Node node, double mark) {
        var sum = 0.0;
        for (var child : node.children) {
            sum += at(child, mark);
        }
        return sum;
    }
}
