package io.atoll.drs.plan;

import static io.atoll.drs.plan.Ledger.NOWHERE;

import io.atoll.drs.plan.Explanation.Alternative;
import io.atoll.drs.plan.Explanation.Cause;
import io.atoll.drs.plan.Explanation.Stay;
import io.atoll.drs.plan.Explanation.Verdict;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says of the VMs that stay where something speaks against their staying what binds them. */
final class Stays {
    /** More are counted, and not explained: a cluster without any room has thousands, all for the same reason. */
    static final int MOST = 1000;

    /** Looking at what failures would need takes a walk over the cluster for each host that is tried. */
    private static final int MOST_TRIED = 16;

    private final Ledger ledger;
    private final Objections objections;
    private final WhatWouldEmpty distances;
    private final Set<Integer> moved;
    private final Score now;
    private final boolean mayWake;

    /**
     * @param moved VMs that the plan moves: these have been explained
     * @param mayWake whether plans that answer the question may wake hosts
     */
    Stays(Ledger ledger, Objections objections, Set<Integer> moved, boolean mayWake) {
        this.mayWake = mayWake;
        this.ledger = ledger;
        this.objections = objections;
        this.moved = new HashSet<>(moved);
        distances = new WhatWouldEmpty(ledger, objections);
        now = ledger.score();
    }

    /** Those that there is something to say about, as indices: without a host, then those of the fullest hosts. */
    List<Integer> found() {
        var found = new ArrayList<Integer>();
        for (var vm = 0; vm < ledger.vms.length; vm++) {
            if (ledger.at[vm] == NOWHERE) {
                found.add(vm);
            }
        }
        var hosts = new ArrayList<Integer>();
        Map<Integer, Double> fullness = new HashMap<>();
        for (var h = 0; h < ledger.hosts.length; h++) {
            if (cause(h) != null) {
                hosts.add(h);
                fullness.put(h, emptying(h) ? Double.MAX_VALUE : fullness(h));
            }
        }
        hosts.sort(Comparator.<Integer>comparingDouble(h -> -fullness.getOrDefault(h, 0.0))
                .thenComparingInt(h -> h));
        for (var host : hosts) {
            Arrays.stream(ledger.residents(host).toArray())
                    .filter(vm -> !moved.contains(vm))
                    .forEach(found::add);
        }
        return found;
    }

    private double fullness(int host) {
        return Math.max(
                ledger.cpu[host]
                        / ledger.cpuCapacity(host)
                        / ledger.cluster.limits().cpuShare(),
                ledger.memory[host]
                        / ledger.memoryCapacity(host)
                        / ledger.cluster.limits().memoryShare());
    }

    private boolean emptying(int host) {
        return objections.isClosed(host) || ledger.hosts[host].state() == PowerState.MAINTENANCE;
    }

    private @Nullable Cause cause(int host) {
        if (ledger.residents(host).size() == 0) {
            return null;
        }
        if (emptying(host)) {
            return new Cause.HostBeingEmptied();
        }
        var limits = ledger.cluster.limits();
        var cpuShare = ledger.cpu[host] / ledger.cpuCapacity(host);
        var memoryShare = ledger.memory[host] / ledger.memoryCapacity(host);
        if (cpuShare > limits.cpuShare() + Explainer.ROUNDING) {
            return new Cause.HostOverLimit(Resource.CPU, cpuShare, limits.cpuShare());
        }
        if (memoryShare > limits.memoryShare() + Explainer.ROUNDING) {
            return new Cause.HostOverLimit(Resource.MEMORY, memoryShare, limits.memoryShare());
        }
        return cpuShare > ledger.knee + Explainer.ROUNDING ? new Cause.HostHot(cpuShare, ledger.knee) : null;
    }

    Stay explain(int vm) {
        var host = ledger.at[vm];
        var cause = host == NOWHERE ? new Cause.HasNoHost() : cause(host);
        var group = objections.together(vm);
        var bound = objections.toLeaving(group);
        bound = bound == null ? objections.toStarting(group) : bound;
        var search = new Search(group, host);
        if (bound != null) {
            for (var h = 0; h < ledger.hosts.length; h++) {
                search.refuse(h, bound);
            }
        } else {
            for (var h = 0; h < ledger.hosts.length; h++) {
                search.ask(h);
            }
            search.chooseBest();
        }
        return new Stay(
                ledger.vms[vm].name(),
                host == NOWHERE ? null : nameOf(host),
                cause == null ? new Cause.HasNoHost() : cause,
                search.kinds,
                search.nearest(),
                search.best,
                search.refusals());
    }

    /** What all hosts but its own say to a group. */
    private final class Search {
        final Group group;
        final int from;
        final SortedMap<String, Integer> kinds = new TreeMap<>();
        final Refusals.Builder refused = new Refusals.Builder();
        final List<Integer> fitting = new ArrayList<>();

        @Nullable
        Alternative best;

        private @Nullable Objection leastObjection;
        private int nearest = NOWHERE;
        private double least = Double.POSITIVE_INFINITY;

        Search(Group group, int from) {
            this.group = group;
            this.from = from;
        }

        void ask(int host) {
            var objection = mayWake && objections.canWake(host)
                    ? objections.toComingAwake(group, host)
                    : objections.toComing(group, host);
            if (objection != null) {
                refuse(host, objection);
            } else if (host != from) {
                fitting.add(host);
            }
        }

        void refuse(int host, Objection objection) {
            if (host == from) {
                return;
            }
            kinds.merge(objection.kind(), 1, Integer::sum);
            refused.add(objection);
            var distance = distances.distance(objection, host);
            if (distance < least) {
                nearest = host;
                leastObjection = objection;
                least = distance;
            }
        }

        /** Of the hosts that would do the one with the best score after which any host may still fail. */
        void chooseBest() {
            var totals = new HashMap<Integer, Double>();
            fitting.forEach(h -> totals.put(h, ledger.totalIf(group.first(), h)));
            fitting.sort(Comparator.<Integer>comparingDouble(h -> totals.getOrDefault(h, 0.0))
                    .thenComparingInt(h -> h));
            for (var h : fitting.subList(0, Math.min(MOST_TRIED, fitting.size()))) {
                var wasOn = ledger.on[h];
                if (!wasOn) {
                    ledger.wake(h);
                }
                group.vms.forEach(one -> ledger.move(one, h));
                var then = ledger.score();
                var failure = objections.notSurvived();
                group.vms.forEach(one -> ledger.move(one, from));
                if (!wasOn) {
                    ledger.sleep(h);
                }
                if (failure == null) {
                    best = new Alternative(
                            nameOf(h), new Verdict.Possible(then.minus(now), then.minus(now), Verdict.Precedence.NONE));
                    return;
                }
                refuse(h, failure);
            }
        }

        /** Where the objection is the same for all hosts, the first stands for them. */
        @Nullable
        Alternative nearest() {
            return leastObjection == null || least >= WhatWouldEmpty.FARTHEST
                    ? null
                    : new Alternative(
                            nameOf(leastObjection instanceof Objection.Pinned ? from : nearest),
                            new Verdict.Refused(leastObjection));
        }

        Refusals refusals() {
            var onlyRoom = nearest != NOWHERE && leastObjection instanceof Objection.Shortage;
            // Where every host is being emptied, its own is one of them.
            var alsoOwn = from != NOWHERE && objections.isClosed(from) && refused.isOnly(new Objection.BeingEmptied());
            if (alsoOwn) {
                refused.add(new Objection.BeingEmptied());
            }
            return refused.build(
                    from != NOWHERE && !alsoOwn,
                    onlyRoom ? nameOf(nearest) : null,
                    onlyRoom ? objections.shortages(group, nearest) : List.of());
        }
    }

    private String nameOf(int host) {
        return ledger.hosts[host].name();
    }
}
