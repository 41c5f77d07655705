package io.atoll.manager.drs.internal.round;

import io.atoll.drs.loop.BalanceRound.Outcome;
import io.atoll.drs.plan.Explanation;
import io.atoll.drs.plan.Explanation.MoveReason;
import io.atoll.drs.plan.Plan;
import io.atoll.manager.drs.internal.Effect;
import io.atoll.manager.drs.internal.Effect.HostEffect;
import io.atoll.manager.drs.internal.Effect.Rejected;
import io.atoll.manager.drs.internal.Recommendation.End;
import io.atoll.manager.drs.internal.Recommendation.Move;
import io.atoll.manager.drs.internal.Recommendation.Why;
import io.atoll.manager.vm.MigrationPauses;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A plan, taken apart into migrations, each with its reason and what it would do. */
final class PlanBook {
    private static final int MILLIS_PER_SECOND = 1_000;

    private PlanBook() {}

    /** One migration of a plan. */
    record Entry(Move move, int wave, Why why) {}

    /** Says as much as there is time for; each migration has its reason at any rate. */
    static List<Entry> entries(Outcome outcome, MigrationPauses.Expected pauses, BooleanSupplier mayContinue) {
        var answer = outcome.answer();
        if (answer == null || outcome.steps().isEmpty()) {
            return List.of();
        }
        var explained = Explanation.movesOf(outcome.asked(), outcome.question(), answer, mayContinue)
                .iterator();
        var entries = new ArrayList<Entry>();
        var wave = 0;
        for (var step : outcome.steps()) {
            for (var migration : step.migrations()) {
                // Moves are explained in the order of the plan.
                entries.add(entry(outcome, migration, wave, explained.next(), pauses.ofMs(migration.vm())));
            }
            wave++;
        }
        return List.copyOf(entries);
    }

    private static Entry entry(
            Outcome outcome, Plan.Migration migration, int wave, MoveReason reason, @Nullable Long pauseMs) {
        var cluster = outcome.asked();
        var vm = Objects.requireNonNull(cluster.vms().get(migration.vm()));
        var move = new Move(
                vm.id(),
                vm.name(),
                end(cluster, Objects.requireNonNull(migration.from())),
                end(cluster, migration.to()));
        var why = new Why(
                outcome.verdict().name(),
                reason.reason().kind(),
                reason.reason().text(),
                effect(migration, reason, pauseMs));
        return new Entry(move, wave, why);
    }

    private static End end(Cluster cluster, HostId host) {
        return new End(host, Objects.requireNonNull(cluster.hosts().get(host)).name());
    }

    private static Effect effect(Plan.Migration migration, MoveReason reason, @Nullable Long pauseMs) {
        var hosts = new ArrayList<HostEffect>();
        if (reason.from() != null) {
            hosts.add(host(reason.from()));
        }
        hosts.add(host(reason.to()));
        return new Effect(
                reason.before().imbalance(),
                reason.after().imbalance(),
                hosts,
                migration.copied().value(),
                migration.duration().toMillis() / (double) MILLIS_PER_SECOND,
                pauseMs,
                reason.alternatives().stream()
                        .map(other -> new Rejected(
                                other.hostName(),
                                other.verdict().text(reason.to().hostName())))
                        .toList(),
                instead(reason));
    }

    private static HostEffect host(Explanation.Change change) {
        return new HostEffect(
                change.hostName(),
                change.before().cpuShare(),
                change.after().cpuShare(),
                change.before().memoryShare(),
                change.after().memoryShare());
    }

    private static @Nullable String instead(MoveReason reason) {
        var other = reason.otherVm();
        return other == null ? null : "%s could have gone %s".formatted(other.vmName(), other.text(reason.vmName()));
    }
}
