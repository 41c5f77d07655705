package io.atoll.manager.maintenance.internal;

import io.atoll.manager.maintenance.internal.plan.Estimate;
import io.atoll.manager.maintenance.internal.plan.Foresight.Foreseen;
import io.atoll.manager.maintenance.internal.plan.HomePlanner.HomePlan;
import io.atoll.manager.maintenance.internal.plan.PlannedMove;
import java.util.List;
import java.util.UUID;

/**
 * What taking a host back into use would do.
 *
 * @param imbalanceBefore of the cluster with the host back and nobody moved, as the scheduler measures it; less is better
 * @param imbalanceAfter once the moves are made
 * @param bytes all memory that crosses the network
 * @param estimate what bytes, seconds and pauses are taken from
 * @param brokenRules must-rules about VMs of this maintenance that would still not hold, in sentences
 */
public record ExitPlanView(
        List<MoveView> moves,
        long bytes,
        double seconds,
        Estimate estimate,
        double imbalanceBefore,
        double imbalanceAfter,
        List<String> brokenRules) {
    public ExitPlanView {
        moves = List.copyOf(moves);
        brokenRules = List.copyOf(brokenRules);
    }

    /** One move; moves of one wave run together. */
    public record MoveView(
            UUID vmId,
            String vmName,
            UUID sourceHostId,
            UUID targetHostId,
            String targetHostName,
            int wave,
            long bytes,
            double seconds,
            long expectedPauseMs) {}

    public static ExitPlanView of(HomePlan plan, Foreseen foreseen) {
        return new ExitPlanView(
                foreseen.moves().stream().map(ExitPlanView::move).toList(),
                foreseen.bytes(),
                foreseen.duration().toMillis() / 1e3,
                foreseen.estimate(),
                plan.imbalanceBefore(),
                plan.imbalanceAfter(),
                plan.brokenRules());
    }

    private static MoveView move(PlannedMove move) {
        return new MoveView(
                move.vm().value(),
                move.vmName(),
                move.from().value(),
                move.to().value(),
                move.toName(),
                move.wave(),
                move.bytes(),
                move.duration().toMillis() / 1e3,
                move.pause().toMillis());
    }
}
