package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Explanation;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Move;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Moves;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;

/** Plans that are carried out one after another, and what they come to together. */
final class Journey {
    static final int MOST_LISTED = 200;
    private static final double MIB_PER_GIB = 1_024;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final SortedSet<VmId> lost;
    private final BooleanSupplier mayExplain;
    private final List<Move> first = new ArrayList<>();
    private Cluster cluster;
    private Duration duration = Duration.ZERO;
    private double copiedMib;
    private int waves;
    private int migrations;
    private int restarts;
    private int starts;

    /** @param lost VMs that ran on lost hosts: their start is a restart */
    Journey(Cluster start, SortedSet<VmId> lost, BooleanSupplier mayExplain) {
        this.cluster = start;
        this.lost = lost;
        this.mayExplain = mayExplain;
    }

    /** Where everybody is by now. */
    Cluster cluster() {
        return cluster;
    }

    Moves moves() {
        return new Moves(
                migrations,
                restarts,
                starts,
                copiedMib / MIB_PER_GIB,
                duration.toMillis() / MILLIS_PER_SECOND,
                waves,
                first);
    }

    static Plan plan(Answer answer) {
        return switch (answer) {
            case Answer.Planned(var plan) -> plan;
            case Answer.Impossible(var _, var partial) -> partial;
        };
    }

    /** @param asked what the answer is about: the cluster as it is now, perhaps with other limits */
    void carryOut(Cluster asked, Question question, Answer answer) {
        var plan = plan(answer);
        if (plan.steps().isEmpty()) {
            return;
        }
        list(asked, question, answer, plan);
        for (var step : plan.steps()) {
            waves++;
            step.migrations().forEach(this::count);
        }
        duration = duration.plus(plan.duration());
        arrive(plan);
    }

    private void count(Plan.Migration migration) {
        if (migration.from() != null) {
            migrations++;
            copiedMib += migration.copied().value();
        } else if (lost.contains(migration.vm())) {
            restarts++;
        } else {
            starts++;
        }
    }

    /** Each with its reason, in the order of the plan, as long as the list is not full. */
    private void list(Cluster asked, Question question, Answer answer, Plan plan) {
        if (first.size() >= MOST_LISTED) {
            return;
        }
        var reasons =
                Explanation.of(asked, question, answer, mayExplain).moves().iterator();
        var wave = waves;
        for (var step : plan.steps()) {
            wave++;
            for (var migration : step.migrations()) {
                if (first.size() >= MOST_LISTED) {
                    return;
                }
                var reason = reasons.next().reason();
                var isRestart = migration.from() == null && lost.contains(migration.vm());
                first.add(new Move(
                        wave,
                        migration.vm().value(),
                        Objects.requireNonNull(asked.vms().get(migration.vm())).name(),
                        migration.from() == null ? null : nameOf(asked, migration.from()),
                        nameOf(asked, migration.to()),
                        isRestart ? "restarts" : reason.kind(),
                        isRestart ? "its host is lost" : reason.text()));
            }
        }
    }

    private static String nameOf(Cluster cluster, HostId host) {
        return Objects.requireNonNull(cluster.hosts().get(host)).name();
    }

    private void arrive(Plan plan) {
        var hosts = new ArrayList<Host>();
        for (var host : cluster.hosts().values()) {
            var state = host.state();
            for (var step : plan.steps()) {
                state = step.wake().contains(host.id()) ? PowerState.ON : state;
                state = step.sleep().contains(host.id()) ? PowerState.STANDBY : state;
            }
            hosts.add(host.in(state));
        }
        var vms = new ArrayList<Vm>();
        for (var vm : cluster.vms().values()) {
            var end = plan.finalHosts().get(vm.id());
            vms.add(end == null ? vm : vm.on(end));
        }
        cluster = cluster.withHosts(hosts).withVms(vms);
    }
}
