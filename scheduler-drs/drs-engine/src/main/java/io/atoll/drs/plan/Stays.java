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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says of the VMs that stay where something speaks against their staying what binds them. */
final class Stays {
    /** More are counted, and not explained: a cluster without any room has thousands, all for the same reason. */
    static final int MOST = 1000;

    private final Ledger ledger;
    private final Objections objections;
    private final WhatWouldEmpty distances;
    private final Set<Integer> moved;
    private final Score now;

    /** @param moved VMs that the plan moves: these have been explained */
    Stays(Ledger ledger, Objections objections, Set<Integer> moved) {
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
        var refusals = new TreeMap<String, Integer>();
        Alternative nearest = null;
        var least = Double.POSITIVE_INFINITY;
        var leaving = objections.toLeaving(group);
        if (leaving != null) {
            refusals.put(leaving.kind(), ledger.hosts.length - 1);
            nearest = new Alternative(nameOf(host), new Verdict.Refused(leaving));
        }
        var fitting = new ArrayList<Integer>();
        for (var h = 0; h < ledger.hosts.length && leaving == null; h++) {
            var objection = h == host ? null : objections.toComing(group, h);
            if (objection != null) {
                refusals.merge(objection.kind(), 1, Integer::sum);
                var distance = distances.distance(objection, h);
                if (distance < least) {
                    nearest = new Alternative(nameOf(h), new Verdict.Refused(objection));
                    least = distance;
                }
            } else if (h != host) {
                fitting.add(h);
            }
        }
        return new Stay(
                ledger.vms[vm].name(),
                host == NOWHERE ? null : nameOf(host),
                cause == null ? new Cause.HasNoHost() : cause,
                refusals,
                nearest,
                best(group, host, fitting));
    }

    /** Of the hosts that would do the one with the best score, and what the score would change. */
    private @Nullable Alternative best(Group group, int host, List<Integer> fitting) {
        var vm = group.first();
        var best = NOWHERE;
        var least = Double.POSITIVE_INFINITY;
        for (var h : fitting) {
            var total = ledger.totalIf(vm, h);
            if (total < least) {
                best = h;
                least = total;
            }
        }
        if (best == NOWHERE) {
            return null;
        }
        for (var one : group.vms) {
            ledger.move(one, best);
        }
        var then = ledger.score();
        for (var one : group.vms) {
            ledger.move(one, host);
        }
        return new Alternative(nameOf(best), new Verdict.Possible(then.minus(now), then.minus(now)));
    }

    private String nameOf(int host) {
        return ledger.hosts[host].name();
    }
}
