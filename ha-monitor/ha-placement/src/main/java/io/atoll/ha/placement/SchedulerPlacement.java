package io.atoll.ha.placement;

import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Obstacle;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Finds restart hosts with the scheduler: first one VM after the other in microseconds ({@link Greedy}), and where that leaves
 * somebody out, with {@link Question.Restart}, which sees all VMs at once and says what is in the way. Wakes no host, moves nobody who
 * runs, and uses the room that is kept spare: this is the moment it was kept for.
 */
public final class SchedulerPlacement implements RestartPlacement {
    /** Where the search begins: any number, but always the same, so that equal questions get equal answers. */
    private static final long SEED = 1;

    /** A share of the usual steps: nobody is improved for evenness while VMs are down. */
    private static final double EFFORT = 0.05;

    @Override
    public Places in(Cluster cluster) {
        var ready = awake(cluster.with(cluster.limits().withSpareHosts(0)));
        var greedy = new Greedy(ready);
        return (dead, order) -> {
            var found = greedy.place(dead, order);
            return found.values().stream().noneMatch(one -> one instanceof Found.Nowhere)
                    ? found
                    : better(found, order, asked(ready, dead, order));
        };
    }

    /** A host that sleeps takes nobody now: it does not answer. */
    private static Cluster awake(Cluster cluster) {
        var hosts = new ArrayList<Host>();
        for (var host : cluster.hosts().values()) {
            hosts.add(host.state() == PowerState.STANDBY ? host.in(PowerState.UNREACHABLE) : host);
        }
        return cluster.withHosts(hosts);
    }

    private static SortedMap<VmId, Found> asked(Cluster cluster, SortedSet<HostId> dead, List<VmId> order) {
        var answer = new Scheduler(SEED, Effort.of(EFFORT, () -> true))
                .answer(asQuestion(cluster, dead, order), new Question.Restart(dead));
        return switch (answer) {
            case Answer.Planned(var plan) -> found(plan, List.of(), order);
            case Answer.Impossible(var obstacles, var partial) -> found(partial, obstacles, order);
        };
    }

    /** Those that run are pinned, those in question have no host and their place in the order as priority, others are left out. */
    private static Cluster asQuestion(Cluster cluster, SortedSet<HostId> dead, List<VmId> order) {
        var rank = new TreeMap<VmId, Integer>();
        order.forEach(vm -> rank.put(vm, order.size() - rank.size()));
        var vms = new ArrayList<Vm>();
        for (var vm : cluster.vms().values()) {
            var place = rank.get(vm.id());
            if (place != null) {
                vms.add(vm.on(null)
                        .with(new Vm.Standing(true, place, vm.standing().resourcePool())));
            } else if (vm.host() != null && !dead.contains(vm.host())) {
                vms.add(vm.with(new Vm.Standing(false, 0, vm.standing().resourcePool())));
            }
        }
        return cluster.withVms(vms);
    }

    private static SortedMap<VmId, Found> found(Plan plan, List<Obstacle> obstacles, List<VmId> order) {
        var reasons = new TreeMap<VmId, String>();
        obstacles.forEach(
                obstacle -> reasons.merge(obstacle.vm(), obstacle.reason(), (one, more) -> one + "; " + more));
        var found = new TreeMap<VmId, Found>();
        for (var vm : order) {
            var host = plan.finalHosts().get(vm);
            found.put(
                    vm,
                    host != null
                            ? new Found.On(host)
                            : new Found.Nowhere(reasons.getOrDefault(vm, "no host that is on takes it")));
        }
        return found;
    }

    /** The answer that restarts the more important VM where the two first differ; reasons are the scheduler's. */
    private static SortedMap<VmId, Found> better(
            SortedMap<VmId, Found> greedy, List<VmId> order, SortedMap<VmId, Found> asked) {
        for (var vm : order) {
            var byGreedy = greedy.get(vm) instanceof Found.On;
            var byQuestion = asked.get(vm) instanceof Found.On;
            if (byGreedy != byQuestion) {
                return byQuestion ? asked : withReasons(greedy, asked);
            }
        }
        return asked;
    }

    private static SortedMap<VmId, Found> withReasons(SortedMap<VmId, Found> greedy, SortedMap<VmId, Found> asked) {
        var found = new TreeMap<>(greedy);
        asked.forEach((vm, answer) -> {
            if (found.get(vm) instanceof Found.Nowhere && answer instanceof Found.Nowhere) {
                found.put(vm, answer);
            }
        });
        return found;
    }
}
