package io.atoll.ha.restart;

import io.atoll.ha.facts.Protection;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * In which order VMs start: the highest priority first, then by id, but those that others start after before them, so they share
 * their priority.
 */
public final class RestartOrder {
    private final SortedMap<VmId, Protection> protections;

    /** @param protections of all protected VMs of the cluster */
    public RestartOrder(SortedMap<VmId, Protection> protections) {
        this.protections = protections;
    }

    /** These VMs in order; one that has no protection comes last. */
    public List<VmId> of(SortedSet<VmId> vms) {
        var byPriority = new ArrayList<>(vms);
        byPriority.sort(Comparator.comparingInt(this::priority).reversed().thenComparing(Comparator.naturalOrder()));
        SequencedSet<VmId> ordered = new LinkedHashSet<>();
        var visited = new TreeSet<VmId>();
        byPriority.forEach(vm -> visit(vm, vms, visited, ordered));
        return List.copyOf(ordered);
    }

    /** VMs that start after each other in a circle, in the order of the circle; empty: there is no circle. */
    public List<VmId> circle() {
        var done = new TreeSet<VmId>();
        for (var vm : protections.keySet()) {
            SequencedSet<VmId> path = new LinkedHashSet<>();
            var circle = follow(vm, path, done);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        return List.of();
    }

    /** A step of the walk: along the chain of those it starts after, iteratively, because chains may be long. */
    private void visit(VmId first, SortedSet<VmId> wanted, SortedSet<VmId> visited, SequencedSet<VmId> ordered) {
        var stack = new ArrayList<Map.Entry<VmId, List<VmId>>>();
        if (visited.add(first)) {
            stack.add(Map.entry(first, new ArrayList<>(startsAfter(first))));
        }
        while (!stack.isEmpty()) {
            var top = stack.getLast();
            if (top.getValue().isEmpty()) {
                stack.removeLast();
                if (wanted.contains(top.getKey())) {
                    ordered.add(top.getKey());
                }
                continue;
            }
            var next = top.getValue().removeFirst();
            if (visited.add(next)) {
                stack.add(Map.entry(next, new ArrayList<>(startsAfter(next))));
            }
        }
    }

    private List<VmId> follow(VmId first, SequencedSet<VmId> path, SortedSet<VmId> done) {
        var pending = new ArrayList<List<VmId>>();
        pending.add(new ArrayList<>(List.of(first)));
        while (!pending.isEmpty()) {
            var here = pending.getLast();
            if (here.isEmpty()) {
                pending.removeLast();
                if (!path.isEmpty()) {
                    done.add(path.removeLast());
                }
                continue;
            }
            var next = here.removeFirst();
            if (path.contains(next)) {
                var circle = new ArrayList<>(path);
                return List.copyOf(circle.subList(circle.indexOf(next), circle.size()));
            }
            if (!done.contains(next)) {
                path.add(next);
                pending.add(new ArrayList<>(startsAfter(next)));
            }
        }
        return List.of();
    }

    private List<VmId> startsAfter(VmId vm) {
        var protection = protections.get(vm);
        return protection == null ? List.of() : List.copyOf(protection.startsAfter());
    }

    private int priority(VmId vm) {
        var protection = protections.get(vm);
        return protection == null ? Integer.MIN_VALUE : protection.priority();
    }
}
