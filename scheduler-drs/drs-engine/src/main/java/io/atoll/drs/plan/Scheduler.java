package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Effort;
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
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Answers questions about a whole cluster. For placing one VM among ranked hosts there is {@link io.atoll.drs.DrsEngine}; a
 * what-if is the same question asked of a changed {@link Cluster}, see {@link WhatIf}.
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
        if (question instanceof Question.Supposing(var changes, var then)) {
            return answer(WhatIf.after(cluster, changes), then);
        }
        var start = start(cluster, question);
        var compact = CompactCluster.of(start);
        var solver = new Solver(compact, seed, effort);
        var solution = switch (question) {
            case Question.Balance(var policy) -> solver.balance(policy);
            case Question.Consolidate(var policy) -> solver.consolidate(policy);
            case Question.Evacuate(var hosts) -> solver.evacuate(compact.indicesOf(hosts));
            case Question.Place _, Question.Restart _ -> solver.place();
            case Question.Repair() -> solver.repair();
            case Question.Supposing _ -> throw new IllegalStateException("was answered above");
        };
        var plan = PlanBuilder.build(compact, solution.waves());
        var obstacles = Obstacles.of(start, question, compact, solution, plan);
        return obstacles.isEmpty() ? new Planned(plan) : new Impossible(obstacles, plan);
    }

    /**
     * What the plan that answers the question starts from. Room is kept spare for the moment when someone has no host any
     * more, or when one is overloaded: then it is used.
     */
    static Cluster start(Cluster cluster, Question question) {
        return switch (question) {
            case Question.Restart(var dead) -> withoutSpare(withoutDead(cluster, dead));
            case Question.Repair() -> withoutSpare(cluster);
            default -> cluster;
        };
    }

    /** The cluster once these hosts are dead: their VMs run nowhere, as do those of hosts whose state is failed. */
    static Cluster withoutDead(Cluster cluster, SortedSet<HostId> named) {
        var deadHosts = new TreeSet<>(named);
        cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.FAILED)
                .forEach(host -> deadHosts.add(host.id()));
        var hosts = new ArrayList<Host>();
        for (var host : cluster.hosts().values()) {
            hosts.add(deadHosts.contains(host.id()) ? host.in(PowerState.FAILED) : host);
        }
        var vms = new ArrayList<Vm>();
        for (var vm : cluster.vms().values()) {
            vms.add(vm.host() != null && deadHosts.contains(vm.host()) ? vm.on(null) : vm);
        }
        return cluster.withHosts(hosts).withVms(vms);
    }

    private static Cluster withoutSpare(Cluster cluster) {
        return cluster.with(cluster.limits().withSpareHosts(0));
    }

    static SortedSet<HostId> ids(CompactCluster cluster, List<Integer> hosts) {
        var ids = new TreeSet<HostId>();
        hosts.forEach(h -> ids.add(cluster.host(h).id()));
        return ids;
    }
}
