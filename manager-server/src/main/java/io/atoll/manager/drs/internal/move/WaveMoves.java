package io.atoll.manager.drs.internal.move;

import io.atoll.manager.drs.internal.ExclusionStore;
import io.atoll.manager.drs.internal.Recommendation;
import io.atoll.manager.drs.internal.RecommendationState;
import io.atoll.manager.drs.internal.RecommendationStore;
import io.atoll.manager.drs.internal.RecommendationViews;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.VmSubtasks.MigrationFigures;
import io.atoll.manager.vm.VmSubtasks.Trip;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import org.springframework.stereotype.Component;

/** Begins single migrations of a plan, and keeps how they ended. */
@Component
class WaveMoves {
    private final RecommendationStore recommendations;
    private final RecommendationViews views;
    private final ExclusionStore exclusions;
    private final VmSubtasks vms;
    private final VmCensus census;
    private final Tasks tasks;
    private final LeaderTransaction transaction;

    WaveMoves(
            RecommendationStore recommendations,
            RecommendationViews views,
            ExclusionStore exclusions,
            VmSubtasks vms,
            VmCensus census,
            Tasks tasks,
            LeaderTransaction transaction) {
        this.recommendations = recommendations;
        this.views = views;
        this.exclusions = exclusions;
        this.vms = vms;
        this.census = census;
        this.tasks = tasks;
        this.transaction = transaction;
    }

    List<Recommendation> of(TaskId task) {
        return recommendations.of(task);
    }

    /** Why one came to nothing, for people. */
    String detail(Recommendation one) {
        return views.find(one.id(), _ -> false)
                .map(RecommendationViews.View::detail)
                .orElse("");
    }

    /**
     * Begins the migration, or says why it is refused.
     *
     * @param along those that go to the same host with it
     */
    void begin(Recommendation planned, SortedSet<VmId> along, StepContext context) {
        try {
            transaction.run(context.epoch(), () -> beginLocked(planned, along, context));
        } catch (AtollException e) {
            if (e.code().status() >= 500) {
                throw e; // not the VM's fault: tried again
            }
            transaction.run(context.epoch(), () -> refused(planned, e));
        }
    }

    private void beginLocked(Recommendation planned, SortedSet<VmId> along, StepContext context) {
        var one = recommendations.lock(planned.id()).orElseThrow();
        if (one.state() != RecommendationState.ACCEPTED) {
            return;
        }
        var move = one.move();
        if (exclusions.has(move.vm())) { // since the plan was made
            recommendations.ended(one.id(), RecommendationState.DECLINED, "The VM is never to be moved.", "");
            return;
        }
        var runsOn = census.hostOf(move.vm());
        if (runsOn.isEmpty() || !runsOn.get().equals(move.source().host())) {
            recommendations.ended(
                    one.id(),
                    RecommendationState.EXPIRED,
                    "The VM does not run on %s any more."
                            .formatted(move.source().name()),
                    "");
            return;
        }
        var by = "DRS: " + one.why().text();
        var trip = new Trip(move.target().host(), null, along);
        recommendations.moving(
                one.id(), vms.migrate(move.vm(), trip, context.operation().task(), by));
    }

    private void refused(Recommendation planned, AtollException why) {
        var one = recommendations.lock(planned.id()).orElseThrow();
        if (one.state() == RecommendationState.ACCEPTED) {
            recommendations.ended(one.id(), RecommendationState.FAILED, text(why), "");
        }
    }

    private static String text(AtollException why) {
        var detail = Objects.requireNonNullElse(why.getMessage(), why.code().title());
        return why.code() == ErrorCode.PLACEMENT_NO_HOST && !why.causes().isEmpty()
                ? detail + " " + why.causes().getFirst().detail()
                : detail;
    }

    /** Keeps how the migration ended, once it has. */
    void settle(Recommendation seen, StepContext context) {
        var migration = seen.moveTask();
        if (seen.state() != RecommendationState.MOVING || migration == null) {
            return;
        }
        var ended = tasks.find(migration).filter(task -> task.endedAt() != null);
        ended.ifPresent(task -> transaction.run(context.epoch(), () -> {
            if (task.state() == TaskState.SUCCEEDED) {
                recommendations.moved(seen.id(), vms.figures(migration).orElse(new MigrationFigures(null, null, null)));
            } else {
                recommendations.ended(seen.id(), RecommendationState.FAILED, failure(task), "");
            }
        }));
    }

    private static String failure(TaskSnapshot task) {
        var failure = task.failure();
        return failure == null ? "The migration was cancelled." : failure.detail();
    }
}
