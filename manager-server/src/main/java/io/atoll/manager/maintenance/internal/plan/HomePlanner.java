package io.atoll.manager.maintenance.internal.plan;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.BrokenRules;
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
 * Asks the scheduler to mend the rules that emptying the host has broken, and to even out a cluster that has a host back. That a
 * VM was there before tips the scale between moves that are worth it anyway: it weighs less than one migration, so it never pays
 * for one.
 */
public final class HomePlanner {
    private static final long SEED = 1;
    private static final double LESS_THAN_A_MIGRATION = 0.5;

    private HomePlanner() {}

    /**
     * What it is asked.
     *
     * @param touched VMs of the maintenance: rules about them are mended where they do not hold
     * @param homes where VMs were before the maintenance
     * @param movable VMs that may be moved now
     * @param staying VMs that are not moved to even the cluster out, only to mend a rule
     */
    public record Facts(
            LiveCluster cluster,
            HostId host,
            SortedSet<VmId> touched,
            SortedMap<VmId, HostId> homes,
            SortedSet<VmId> movable,
            SortedSet<VmId> staying) {
        public Facts {
            staying = Collections.unmodifiableSortedSet(new TreeSet<>(staying));
            touched = Collections.unmodifiableSortedSet(new TreeSet<>(touched));
            homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
            movable = Collections.unmodifiableSortedSet(new TreeSet<>(movable));
        }
    }

    /**
     * What comes of it.
     *
     * @param imbalanceBefore of the cluster with the host back, as the scheduler measures it; less is better
     * @param brokenRules must-rules about VMs of the maintenance that do not hold at its end, in sentences
     */
    public record HomePlan(
            List<PlannedMove> moves,
            Duration duration,
            double imbalanceBefore,
            double imbalanceAfter,
            List<String> brokenRules) {
        public HomePlan {
            moves = List.copyOf(moves);
            brokenRules = List.copyOf(brokenRules);
        }
    }

    /** A part of it: the moves, and the cluster after them. */
    private record Part(List<PlannedMove> moves, Duration duration, Cluster after) {
        int waveCount() {
            return moves.stream().mapToInt(PlannedMove::wave).max().orElse(-1) + 1;
        }
    }

    /** Mends, then evens out. */
    public static HomePlan plan(Facts facts) {
        var cluster = asked(facts);
        var mended = mended(cluster, facts);
        var even = part(without(facts.staying, mended.after), new Question.Balance(BalancePolicy.DEFAULT));
        var moves = new ArrayList<>(mended.moves);
        even.moves.forEach(move -> moves.add(move.later(mended.waveCount())));
        return whole(cluster, new Part(moves, mended.duration.plus(even.duration), even.after), facts);
    }

    /**
     * Mends and evens nothing out; must-rules of others that are broken, and hosts that are overfull, are mended along. Empty where every rule
     * about VMs of the maintenance holds.
     */
    public static HomePlan mend(Facts facts) {
        var cluster = asked(facts);
        return whole(cluster, mended(cluster, facts), facts);
    }

    /** The must-rules about these VMs that do not hold now, in sentences. */
    public static List<String> brokenRules(Cluster cluster, SortedSet<VmId> touched) {
        var places = new TreeMap<VmId, HostId>();
        cluster.vms().values().forEach(vm -> {
            var host = vm.host();
            if (host != null) {
                places.put(vm.id(), host);
            }
        });
        var theirs = cluster.rules().stream()
                .filter(rule -> !Collections.disjoint(rule.vms(), touched))
                .toList();
        return BrokenRules.of(cluster.withRules(theirs), places).stream()
                .map(BrokenRules.Broken::text)
                .map(EvacuationPlanner::sentence)
                .toList();
    }

    /** The same cluster, where nobody of these can be moved. */
    private static Cluster without(SortedSet<VmId> staying, Cluster cluster) {
        return cluster.withVms(cluster.vms().values().stream()
                .map(vm -> staying.contains(vm.id()) ? EvacuationPlanner.withMigratable(vm, false) : vm)
                .toList());
    }

    private static Part mended(Cluster cluster, Facts facts) {
        if (brokenRules(cluster, facts.touched).isEmpty()) {
            return new Part(List.of(), Duration.ZERO, cluster);
        }
        var theirs = cluster.preferences().stream()
                .filter(one -> !Collections.disjoint(one.vms(), facts.touched))
                .toList();
        var part = part(cluster.with(theirs), new Question.Repair());
        return new Part(part.moves, part.duration, part.after.with(cluster.preferences()));
    }

    private static Part part(Cluster cluster, Question question) {
        var plan = switch (new Scheduler(SEED, Effort.usual()).answer(cluster, question)) {
            case Answer.Planned(var whole) -> whole;
            case Answer.Impossible(var _, var partial) -> partial;
        };
        var after = cluster.withVms(cluster.vms().values().stream()
                .map(vm -> vm.on(plan.finalHosts().get(vm.id())))
                .toList());
        return new Part(Moves.of(plan, cluster), plan.duration(), after);
    }

    private static HomePlan whole(Cluster before, Part all, Facts facts) {
        return new HomePlan(
                all.moves,
                all.duration,
                Score.of(before).imbalance(),
                Score.of(all.after).imbalance(),
                brokenRules(all.after, facts.touched));
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
                var migratable = vm.standing().migratable() && facts.movable.contains(vm.id());
                vms.add(EvacuationPlanner.withMigratable(vm, migratable));
            }
        }
        var preferences = new ArrayList<>(model.preferences());
        facts.homes.forEach((vm, home) -> preferences.add(new Preference.Should(
                new Rule.OnlyOn("home of " + vm, new TreeSet<>(List.of(vm)), new TreeSet<>(List.of(home))),
                LESS_THAN_A_MIGRATION)));
        return model.withHosts(hosts).withVms(vms).with(preferences);
    }
}
