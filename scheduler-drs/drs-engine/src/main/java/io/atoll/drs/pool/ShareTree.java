package io.atoll.drs.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Divides an amount among the leaves of a tree of pools: nobody gets less than is reserved for them or more than they ask for and
 * may have, and what is short is shared by weight. From the root down each level is filled to the same mark per share, as
 * vSphere's users know it (Gulati and others, "VMware Distributed Resource Management", VMware Technical Journal 2012). What a
 * pool reserves beyond what its members ask for goes to others meanwhile. Where even the reservations are more than there is,
 * all of them are cut by the same factor.
 */
public final class ShareTree<K extends Comparable<K>> {
    private static final int HALVINGS = 200;

    private final Node<K> root = new Node<>(null, 1, 0, Double.MAX_VALUE, 0);
    private final SortedMap<K, Node<K>> nodes = new TreeMap<>();

    /** A leaf or a pool: what it is guaranteed, the most it can use, and its weight. */
    private static final class Node<K> {
        final @Nullable K parent;
        final double shares;
        final double limit;
        final double demand;
        final List<Node<K>> children = new ArrayList<>();
        double least;
        double most;
        double granted;

        Node(@Nullable K parent, double shares, double reservation, double limit, double demand) {
            this.parent = parent;
            this.shares = shares;
            this.least = reservation;
            this.limit = limit;
            this.demand = demand;
        }
    }

    /**
     * What one member claims.
     *
     * @param parent the pool it is in; null: the whole itself
     * @param limit the most it may have; {@link Double#MAX_VALUE}: no limit
     * @param demand what it asks for; of no account for a pool, which asks for what its members do
     */
    public record Claim<K>(
            K id, @Nullable K parent, double shares, double reservation, double limit, double demand, boolean pool) {
        public Claim {
            if (!(shares > 0) || !(reservation >= 0) || !(limit >= 0) || !(demand >= 0)) {
                throw new IllegalArgumentException(
                        "Shares (%s) must be above 0; reservation (%s), limit (%s) and demand (%s) not below."
                                .formatted(shares, reservation, limit, demand));
            }
        }

        public static <K> Claim<K> ofPool(K id, @Nullable K parent, double shares, double reservation, double limit) {
            return new Claim<>(id, parent, shares, reservation, limit, 0, true);
        }

        /** One that counts as asking for what is reserved for it even while it does not use it. */
        public static <K> Claim<K> ofLeaf(
                K id, @Nullable K parent, double shares, double reservation, double limit, double demand) {
            return new Claim<>(id, parent, shares, reservation, limit, demand, false);
        }
    }

    private ShareTree() {}

    /** What each pool and each leaf is entitled to of the amount; the answer does not depend on the order of the claims. */
    public static <K extends Comparable<K>> SortedMap<K, Double> divide(Collection<Claim<K>> claims, double amount) {
        var tree = new ShareTree<K>();
        for (var claim : claims) {
            tree.add(claim);
        }
        for (var node : tree.nodes.values()) { // by id, so that sums do not depend on the order of the claims
            var parent = node.parent == null ? tree.root : tree.nodes.get(node.parent);
            if (parent == null) {
                throw new IllegalArgumentException("A claim names %s, which claims nothing.".formatted(node.parent));
            }
            parent.children.add(node);
        }
        sumUp(tree.root);
        share(tree.root, Math.min(amount, tree.root.most));
        var granted = new TreeMap<K, Double>();
        tree.nodes.forEach((id, node) -> granted.put(id, node.granted));
        return granted;
    }

    private void add(Claim<K> claim) {
        var asked = Math.min(claim.limit, Math.max(claim.reservation, claim.demand));
        var node = new Node<>(claim.parent, claim.shares, claim.reservation, claim.limit, claim.pool ? 0 : asked);
        if (nodes.put(claim.id, node) != null) {
            throw new IllegalArgumentException("%s claims twice.".formatted(claim.id));
        }
    }

    /** A pool can use what its members can, within its limit, and is guaranteed no less than they are. */
    private static <K> void sumUp(Node<K> node) {
        var least = 0.0;
        var most = node.demand;
        for (var child : node.children) {
            sumUp(child);
            least += child.least;
            most += child.most;
        }
        node.most = Math.min(node.limit, most);
        node.least = Math.min(node.most, Math.max(node.least, least));
    }

    private static <K> void share(Node<K> node, double amount) {
        node.granted = amount;
        var reserved = sum(node, 0);
        if (reserved > amount) {
            for (var child : node.children) {
                share(child, child.least * amount / reserved);
            }
            return;
        }
        var mark = mark(node, amount);
        for (var child : node.children) {
            share(child, at(child, mark));
        }
    }

    private static <K> double at(Node<K> child, double mark) {
        return Math.min(child.most, Math.max(child.least, mark * child.shares));
    }

    /** The height per share at which the children together use what there is. */
    private static <K> double mark(Node<K> node, double amount) {
        var low = 0.0;
        var high = 0.0;
        for (var child : node.children) {
            high = Math.max(high, child.most / child.shares);
        }
        if (sum(node, high) <= amount) {
            return high;
        }
        for (var i = 0; i < HALVINGS && low < high; i++) {
            var middle = low + (high - low) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (sum(node, middle) <= amount) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static <K> double sum(Node<K> node, double mark) {
        var sum = 0.0;
        for (var child : node.children) {
            sum += at(child, mark);
        }
        return sum;
    }
}
