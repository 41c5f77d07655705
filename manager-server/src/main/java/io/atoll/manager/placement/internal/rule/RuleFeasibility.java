package io.atoll.manager.placement.internal.rule;

import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Obstacle;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Asks the scheduler to place all VMs of a rule, and of the rules that share VMs with it, on the cluster's hosts as if nobody else
 * were there. The scheduler searches: what it finds can be done; where it finds nothing, there may still be a way.
 */
public final class RuleFeasibility {
    static final int MOST_VMS = 200;
    static final int MOST_HOSTS = 256;

    private static final long SEED = 1;
    /** A share of the usual steps: it is not the best way that is looked for. */
    private static final double EFFORT = 0.05;

    private static final int MOST_REASONS = 5;

    private RuleFeasibility() {}

    /** What the scheduler came to. Names are API. */
    public enum Outcome {
        FEASIBLE,
        NO_WAY_FOUND,
        /** Too many VMs or hosts to ask within one request. */
        NOT_ASKED
    }

    /** @param reasons why no way was found, in sentences */
    record Verdict(Outcome outcome, List<String> reasons) {
        Verdict {
            reasons = List.copyOf(reasons);
        }
    }

    /** @param cluster with its rules */
    static Verdict of(AppliedRules rules, LiveCluster cluster, UUID subject) {
        var vms = concerned(rules, subject);
        if (vms.size() > MOST_VMS || cluster.model().hosts().size() > MOST_HOSTS) {
            return new Verdict(
                    Outcome.NOT_ASKED,
                    List.of(
                            "%d VMs and %d hosts take part; with more than %d VMs or %d hosts the scheduler is not asked."
                                    .formatted(
                                            vms.size(), cluster.model().hosts().size(), MOST_VMS, MOST_HOSTS)));
        }
        if (vms.isEmpty()) {
            return new Verdict(Outcome.FEASIBLE, List.of());
        }
        var alone = alone(cluster, vms);
        var answer = new Scheduler(SEED, Effort.of(EFFORT, () -> true)).answer(alone, new Question.Place());
        return switch (answer) {
            case Answer.Planned(var plan) -> judged(plan, alone, cluster);
            case Answer.Impossible(var obstacles, var _) -> noWay(obstacles);
        };
    }

    /** The VMs of the rule and of all binding rules that share VMs with it, directly or through others. */
    private static SortedSet<VmId> concerned(AppliedRules rules, UUID subject) {
        var vms = new TreeSet<VmId>();
        var left = new ArrayList<AppliedRule>();
        for (var rule : rules.all()) {
            if (rule.rule().id().equals(subject)) {
                vms.addAll(rule.vms());
            } else if (rule.rule().isBinding()) {
                left.add(rule);
            }
        }
        boolean grew;
        do {
            var reached = left.stream()
                    .filter(rule -> rule.vms().stream().anyMatch(vms::contains))
                    .toList();
            grew = left.removeAll(reached);
            reached.forEach(rule -> vms.addAll(rule.vms()));
        } while (grew);
        return vms;
    }

    /** Hosts that rest are woken where a rule needs them. */
    private static Cluster alone(LiveCluster cluster, SortedSet<VmId> vms) {
        var model = cluster.model();
        var some = new ArrayList<Vm>();
        vms.forEach(id -> {
            var vm = model.vms().get(id);
            if (vm != null) {
                some.add(vm.on(null));
            }
        });
        return model.withVms(some)
                .withHosts(model.hosts().values().stream()
                        .map(host -> cluster.resting().contains(host.id()) ? host.in(PowerState.ON) : host)
                        .toList());
    }

    private static Verdict judged(Plan plan, Cluster alone, LiveCluster cluster) {
        var placed = alone.withVms(alone.vms().values().stream()
                .map(vm -> vm.on(plan.finalHosts().get(vm.id())))
                .toList());
        var reasons = new ArrayList<String>();
        for (var limit : cluster.limits()) {
            limit.countByZone(placed, _ -> true).forEach((zone, count) -> {
                if (count > limit.mostVms()) {
                    reasons.add("%s would hold %d VMs of rule %s, which allows %d."
                            .formatted(zone, count, limit.ruleName(), limit.mostVms()));
                }
            });
        }
        return new Verdict(
                reasons.isEmpty() ? Outcome.FEASIBLE : Outcome.NO_WAY_FOUND,
                reasons.subList(0, Math.min(MOST_REASONS, reasons.size())));
    }

    private static Verdict noWay(List<Obstacle> obstacles) {
        return new Verdict(
                Outcome.NO_WAY_FOUND,
                obstacles.stream()
                        .limit(MOST_REASONS)
                        .map(obstacle -> "%s: %s.".formatted(obstacle.vmName(), obstacle.reason()))
                        .toList());
    }
}
