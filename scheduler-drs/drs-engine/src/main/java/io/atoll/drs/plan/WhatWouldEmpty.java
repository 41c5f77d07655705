package io.atoll.drs.plan;

import static io.atoll.drs.plan.Ledger.NOWHERE;

import io.atoll.drs.plan.Objection.Shortage;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would let a host empty: its VMs are packed onto the other hosts that are on, the largest first, each onto the first host
 * that takes it (first-fit decreasing; Johnson 1973). Whoever finds no place is named with what is missing where it is
 * nearest. A better packing, moves of other VMs or a host that is woken may do with less; whether an order of moves
 * leads there is not looked at.
 */
public final class WhatWouldEmpty {
    /** Rules are farther from being met than any shortage. */
    private static final double FAR = 1e9;

    /** And hosts that take nobody are farther than those with rules. */
    static final double FARTHEST = 2e9;

    private final Ledger ledger;
    private final Objections objections;

    WhatWouldEmpty(Ledger ledger, Objections objections) {
        this.ledger = ledger;
        this.objections = objections;
    }

    /** The answer for one host. */
    public sealed interface Emptying {
        /** Nobody is there. */
        record Empty() implements Emptying {}

        /** Everybody fits elsewhere: names of hosts by names of VMs. */
        record FitsElsewhere(SortedMap<String, String> hostNameByVmName) implements Emptying {
            public FitsElsewhere {
                hostNameByVmName = Collections.unmodifiableSortedMap(new TreeMap<>(hostNameByVmName));
            }
        }

        /** Some do not. */
        record Blocked(int movableCount, List<Leftover> leftovers) implements Emptying {
            public Blocked {
                leftovers = List.copyOf(leftovers);
            }

            /** What all who are left miss where each is nearest, by resource. */
            public Map<Resource, Double> missing() {
                var missing = new EnumMap<Resource, Double>(Resource.class);
                for (var leftover : leftovers) {
                    if (leftover.objection() instanceof Shortage shortage) {
                        missing.merge(shortage.resource(), shortage.missing(), Double::sum);
                    }
                }
                return missing;
            }
        }

        /** Everybody fits elsewhere, or nobody is there, but without this host there would be too little to spare. */
        record NeededAsSpare(Objection objection) implements Emptying {}

        default String text() {
            return switch (this) {
                case Empty _ -> "it is empty";
                case FitsElsewhere(var places) ->
                    "it can be emptied: its " + (places.size() == 1 ? "VM fits" : places.size() + " VMs fit") + " on "
                            + Figures.names(
                                    places.values().stream().distinct().sorted().toList());
                case Blocked blocked -> blockedText(blocked);
                case NeededAsSpare(var objection) ->
                    "its room is needed if a host fails: letting it sleep " + objection.text();
            };
        }

        private static String blockedText(Blocked blocked) {
            var first = blocked.leftovers.getFirst();
            var text = new StringBuilder();
            if (blocked.movableCount > 0) {
                text.append(blocked.movableCount)
                        .append(
                                blocked.movableCount == 1
                                        ? " of its VMs fits elsewhere; "
                                        : " of its VMs fit elsewhere; ");
            }
            var names = blocked.leftovers.stream()
                    .flatMap(leftover -> leftover.vmNames.stream())
                    .toList();
            text.append(Figures.names(names)).append(names.size() == 1 ? " remains" : " remain");
            blocked.missing()
                    .forEach((resource, amount) -> text.append(", ")
                            .append(Figures.whole(amount))
                            .append(' ')
                            .append(resource.unit())
                            .append(" missing"));
            return text.append(": ").append(first.text()).toString();
        }
    }

    /**
     * A VM for which there is no place, or several that must stay together.
     *
     * @param objection what is in the way
     * @param nearestHostName where the least is missing; null: the VM cannot leave, or no other host takes VMs
     */
    public record Leftover(
            List<String> vmNames,
            Objection objection,
            @Nullable String nearestHostName) {
        public Leftover {
            vmNames = List.copyOf(vmNames);
        }

        public String text() {
            var names = Figures.names(vmNames);
            return switch (objection) {
                case Objection.Pinned _ -> names + " would have to become migratable";
                case Objection.TooManyTogether together -> together.figures();
                default ->
                    nearestHostName == null
                            ? "no other host is on and takes VMs"
                            : names + " would come closest on " + nearestHostName + ", which " + objection.text();
            };
        }
    }

    /** What would let the host empty now. */
    public static Emptying of(Cluster cluster, HostId host) {
        var ledger = new Ledger(cluster);
        return new WhatWouldEmpty(ledger, new Objections(ledger, new BitSet())).of(ledger.host(host));
    }

    Emptying of(int host) {
        var groups = groups(host);
        if (groups.isEmpty()) {
            var spare = spareLostWithout(host);
            return spare == null ? new Emptying.Empty() : new Emptying.NeededAsSpare(spare);
        }
        var places = new TreeMap<String, String>();
        var moved = new ArrayList<Integer>();
        var left = new ArrayList<Group>();
        for (var group : groups) {
            var target = objections.toLeaving(group) == null ? firstFit(group, host) : NOWHERE;
            if (target == NOWHERE) {
                left.add(group);
            }
            for (var vm : target == NOWHERE ? List.<Integer>of() : group.vms) {
                ledger.move(vm, target);
                moved.add(vm);
                places.put(ledger.vms[vm].name(), ledger.hosts[target].name());
            }
        }
        var leftovers = left.stream().map(group -> leftover(group, host)).toList();
        var spare = leftovers.isEmpty() ? spareLostWithout(host) : null;
        moved.forEach(vm -> ledger.move(vm, host));
        if (!leftovers.isEmpty()) {
            return new Emptying.Blocked(places.size(), leftovers);
        }
        return spare == null ? new Emptying.FitsElsewhere(places) : new Emptying.NeededAsSpare(spare);
    }

    private @Nullable Objection spareLostWithout(int host) {
        if (!ledger.on[host] || objections.isClosed(host)) {
            return null;
        }
        var lost = objections.spareLost(0, host);
        if (lost != null) {
            return lost;
        }
        ledger.sleep(host);
        var failure = objections.notSurvived();
        ledger.wake(host);
        return failure;
    }

    private List<Group> groups(int host) {
        var seen = new HashSet<Integer>();
        var groups = new ArrayList<Group>();
        for (var vm : ledger.residents(host).toArray()) {
            if (!seen.contains(vm)) {
                var group = objections.together(vm);
                seen.addAll(group.vms);
                groups.add(group);
            }
        }
        groups.sort(
                Comparator.<Group>comparingDouble(group -> -size(group, host)).thenComparingInt(Group::first));
        return groups;
    }

    /** The larger of its shares of the host. */
    private double size(Group group, int host) {
        return Math.max(group.cpuMhz / ledger.cpuCapacity(host), group.memoryMib / ledger.memoryCapacity(host));
    }

    private int firstFit(Group group, int not) {
        for (var h = 0; h < ledger.hosts.length; h++) {
            if (h != not && ledger.on[h] && objections.toComing(group, h) == null) {
                return h;
            }
        }
        return NOWHERE;
    }

    /** What is in the way of a group where it is nearest to fitting. */
    private Leftover leftover(Group group, int host) {
        var names = group.vms.stream().map(vm -> ledger.vms[vm].name()).toList();
        var leaving = objections.toLeaving(group);
        if (leaving != null) {
            return new Leftover(names, leaving, null);
        }
        var nearest = new Leftover(names, new Objection.NotOn(PowerState.STANDBY), null);
        var least = Double.POSITIVE_INFINITY;
        for (var h = 0; h < ledger.hosts.length; h++) {
            var objection = h == host || !ledger.on[h] ? null : objections.toComing(group, h);
            var distance = objection == null ? FARTHEST : distance(objection, h);
            if (objection != null && distance < Math.min(least, FARTHEST)) {
                nearest = new Leftover(names, objection, ledger.hosts[h].name());
                least = distance;
            }
        }
        return nearest;
    }

    /** How far an objection is from being met: what is missing as a share of the host. */
    double distance(Objection objection, int host) {
        return switch (objection) {
            case Shortage shortage -> shortage.missing() / capacity(shortage.resource(), host);
            case Objection.NotOn _, Objection.BeingEmptied _ -> FARTHEST;
            default -> FAR;
        };
    }

    private double capacity(Resource resource, int host) {
        var capacity = ledger.hosts[host].capacity();
        return switch (resource) {
            case MEMORY -> capacity.memory().value();
            case CPU -> capacity.cpu().value();
            case VCPUS -> capacity.coreCount() * ledger.cluster.limits().vcpusPerCore();
            case NETWORK -> capacity.networkMbps();
        };
    }
}
