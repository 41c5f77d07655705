package io.atoll.manager.maintenance.internal;

import io.atoll.manager.maintenance.internal.book.BringHome;
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
 */
public record ExitPlanView(
        List<MoveView> moves, long bytes, double seconds, double imbalanceBefore, double imbalanceAfter) {
    public ExitPlanView {
        moves = List.copyOf(moves);
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

    public static ExitPlanView of(HomePlan plan, BringHome home) {
        if (home == BringHome.NO) {
            return new ExitPlanView(List.of(), 0, 0, plan.imbalanceBefore(), plan.imbalanceBefore());
        }
        return new ExitPlanView(
                plan.moves().stream().map(ExitPlanView::move).toList(),
                plan.moves().stream().mapToLong(PlannedMove::bytes).sum(),
                plan.duration().toMillis() / 1e3,
                plan.imbalanceBefore(),
                plan.imbalanceAfter());
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
