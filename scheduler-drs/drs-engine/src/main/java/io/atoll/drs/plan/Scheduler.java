package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Effort;
import io.atoll.drs.core.Sequence;
import io.atoll.drs.core.Solution;
import io.atoll.drs.core.Solver;
import io.atoll.drs.plan.Answer.Impossible;
import io.atoll.drs.plan.Answer.Planned;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Answers questions about a whole cluster. For placing one VM among ranked hosts there is {@link io.atoll.drs.DrsEngine}; a
 * what-if is the same question asked of a changed {@link Cluster}.
 */
public final class Scheduler {
    private final long seed;
    private final Effort effort;

    /** @param seed where the search begins; the same seed finds the same plan */
    public Scheduler(long seed, Effort effort) {
        this.seed = seed;
        this.effort = effort;
    }

    public Answer answer(Cluster cluster, Question question) {
        return switch (question) {
            case Question.Balance(var policy) -> {
                var compact = CompactCluster.of(cluster);
                yield answered(compact, new Solver(compact, seed, effort).balance(policy));
            }
            case Question.Consolidate(var policy) -> {
                var compact = CompactCluster.of(cluster);
                yield answered(compact, new Solver(compact, seed, effort).consolidate(policy));
            }
            case Question.Evacuate(var hosts) -> {
                var compact = CompactCluster.of(cluster);
                yield answered(compact, new Solver(compact, seed, effort).evacuate(compact.indicesOf(hosts)));
            }
            case Question.Place() -> {
                var compact = CompactCluster.of(cluster);
                yield answered(compact, new Solver(compact, seed, effort).place());
            }
            case Question.Restart(var deadHosts) -> {
                var compact = CompactCluster.of(withoutDead(cluster, deadHosts));
                yield answered(compact, new Solver(compact, seed, effort).place());
            }
            case Question.Repair() -> {
                var compact = CompactCluster.of(cluster);
                yield answered(compact, new Solver(compact, seed, effort).repair());
            }
        };
    }

    /** The cluster once these hosts are dead: their VMs run nowhere. */
    static Cluster withoutDead(Cluster cluster, SortedSet<HostId> deadHosts) {
        var hosts = new ArrayList<Host>();
        for (var host : cluster.hosts().values()) {
            hosts.add(deadHosts.contains(host.id()) ? host.in(PowerState.FAILED) : host);
        }
        var vms = new ArrayList<Vm>();
        for (var vm : cluster.vms().values()) {
            vms.add(vm.host() != null && deadHosts.contains(vm.host()) ? vm.on(null) : vm);
        }
        return Cluster.of(hosts, vms, cluster.rules(), cluster.limits());
    }

    private static Answer answered(CompactCluster cluster, Solution solution) {
        var obstacles = new ArrayList<Obstacle>();
        for (var vm : solution.unsettled()) {
            obstacles.add(new Obstacle(
                    cluster.vm(vm).id(), cluster.vm(vm).name(), cluster.whyNowhere(vm, solution.hostOfVm())));
        }
        return switch (solution.sequence()) {
            case Sequence.Reached(var waves) -> {
                var plan = PlanBuilder.build(cluster, waves);
                yield obstacles.isEmpty() ? new Planned(plan) : new Impossible(obstacles, plan);
            }
            case Sequence.Blocked(var waiting) -> {
                waiting.forEach(one -> obstacles.addAll(blocked(cluster, one)));
                yield new Impossible(obstacles, PlanBuilder.build(cluster, List.of()));
            }
        };
    }

    private static List<Obstacle> blocked(CompactCluster cluster, Sequence.Waiting waiting) {
        var reason = whyWaiting(cluster, waiting) + ", and no third host can help out meanwhile";
        return waiting.vms().stream()
                .map(vm -> new Obstacle(cluster.vm(vm).id(), cluster.vm(vm).name(), reason))
                .toList();
    }

    private static String whyWaiting(CompactCluster cluster, Sequence.Waiting waiting) {
        var target = cluster.host(waiting.to()).name();
        if (waiting.neededMib() > waiting.freeMib()) {
            return String.format(
                    Locale.ROOT,
                    "waits for room on %s: needs %.0f MiB, %.0f MiB free",
                    target,
                    waiting.neededMib(),
                    waiting.freeMib());
        }
        return waiting.keptApartBy() == CompactCluster.NOWHERE
                ? "waits for others to move before it can go to " + target
                : "waits for %s to leave %s, since a rule keeps them apart"
                        .formatted(cluster.vm(waiting.keptApartBy()).name(), target);
    }

    static SortedSet<HostId> ids(CompactCluster cluster, List<Integer> hosts) {
        var ids = new TreeSet<HostId>();
        hosts.forEach(h -> ids.add(cluster.host(h).id()));
        return ids;
    }
}
