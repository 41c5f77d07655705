package io.atoll.manager.maintenance.internal.plan;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.drs.plan.Score;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks the scheduler to even out a cluster that has a host back. That a VM was there before tips the scale between moves that are
 * worth it anyway: it weighs less than one migration, so it never pays for one.
 */
public final class HomePlanner {
    private static final long SEED = 1;
    private static final double LESS_THAN_A_MIGRATION = 0.5;

    private HomePlanner() {}

    /**
     * What it is asked.
     *
     * @param homes where VMs were before the maintenance
     * @param movable VMs that may be moved now
     */
    public record Facts(LiveCluster cluster, HostId host, SortedMap<VmId, HostId> homes, SortedSet<VmId> movable) {
        public Facts {
            homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
            movable = Collections.unmodifiableSortedSet(new TreeSet<>(movable));
        }
    }

    /**
     * What comes of it.
     *
     * @param imbalanceBefore of the cluster with the host back, as the scheduler measures it; less is better
     */
    public record HomePlan(List<PlannedMove> moves, Duration duration, double imbalanceBefore, double imbalanceAfter) {
        public HomePlan {
            moves = List.copyOf(moves);
        }
    }

    public static HomePlan plan(Facts facts) {
        var cluster = asked(facts);
        var plan = switch (new Scheduler(SEED, Effort.usual())
                .answer(cluster, new Question.Balance(BalancePolicy.DEFAULT))) {
            case Answer.Planned(var whole) -> whole;
            case Answer.Impossible(var _, var partial) -> partial;
        };
        var after = cluster.withVms(cluster.vms().values().stream()
                .map(vm -> vm.on(plan.finalHosts().get(vm.id())))
                .toList());
        return new HomePlan(
                Moves.of(plan, cluster),
                plan.duration(),
                Score.of(cluster).imbalance(),
                Score.of(after).imbalance());
    }

    private static Cluster asked(Facts facts) {
        var model = facts.cluster.model();
        var hosts = model.hosts().values().stream()
                .map(host -> host.id().equals(facts.host) && host.state() == PowerState.MAINTENANCE
                        ? host.in(PowerState.ON)
                        : host)
                .toList();
        var vms = new ArrayList<Vm>();
        for (var vm : model.vms().values()) {
            if (vm.host() != null) { // who runs nowhere is nobody's to start here
                vms.add(EvacuationPlanner.withMigratable(vm, facts.movable.contains(vm.id())));
            }
        }
        var preferences = new ArrayList<>(model.preferences());
        facts.homes.forEach((vm, home) -> preferences.add(new Preference.Should(
                new Rule.OnlyOn("home of " + vm, new TreeSet<>(List.of(vm)), new TreeSet<>(List.of(home))),
                LESS_THAN_A_MIGRATION)));
        return model.withHosts(hosts).withVms(vms).with(preferences);
    }
}
