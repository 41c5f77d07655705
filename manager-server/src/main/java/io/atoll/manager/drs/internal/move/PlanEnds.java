package io.atoll.manager.drs.internal.move;

import io.atoll.manager.drs.internal.PlanTasks;
import io.atoll.manager.drs.internal.RecommendationState;
import io.atoll.manager.drs.internal.RecommendationStore;
import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import org.springframework.stereotype.Component;

/** What a plan's task did not get to is no recommendation any more when the task has ended. */
@Component
class PlanEnds implements TaskEndListener {
    private final RecommendationStore recommendations;

    PlanEnds(RecommendationStore recommendations) {
        this.recommendations = recommendations;
    }

    @Override
    public void ended(TaskSnapshot task) {
        if (!task.kind().equals(PlanTasks.KIND)) {
            return;
        }
        var why = task.state() == TaskState.CANCELLED
                ? "The plan was cancelled before its turn."
                : "An earlier migration of the plan did not come to be.";
        recommendations.of(task.id()).stream()
                .filter(one -> one.state() == RecommendationState.ACCEPTED)
                .forEach(one -> recommendations.ended(one.id(), RecommendationState.EXPIRED, why, ""));
    }
}
