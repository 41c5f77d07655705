package io.atoll.manager.drs.internal.move;

import io.atoll.manager.drs.internal.PlanTasks;
import io.atoll.manager.drs.internal.PlanTasks.Wave;
import io.atoll.manager.drs.internal.Recommendation;
import io.atoll.manager.drs.internal.RecommendationState;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Migrates the VMs of one wave together. Every call looks at the rows of the wave and does what is left to do, so that it may be
 * broken off anywhere: whether a migration was begun is said in the transaction that begins it.
 *
 * <p>Room is promised to each VM before its migration begins, by the same check as for everybody else. What the world has made impossible
 * since the plan is not begun; then the waves behind this one are left, and the next round plans anew.
 */
@Component
class MoveWaveStep implements StepHandler {
    /** A migration that ends wakes nobody but its own task. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final int MOST_CAUSES = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WaveMoves moves;

    MoveWaveStep(WaveMoves moves) {
        this.moves = moves;
    }

    @Override
    public String name() {
        return PlanTasks.WAVE_STEP;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        for (var one : wave(context)) {
            if (one.state() == RecommendationState.ACCEPTED && !context.cancelRequested()) {
                moves.begin(one, along(one, wave(context)), context); // one of them may just have been refused
            }
        }
        wave(context).forEach(one -> moves.settle(one, context));
        var all = wave(context);
        var waiting = all.stream().filter(MoveWaveStep::isUnderWay).count();
        if (waiting > 0) {
            var ended = all.size() - waiting;
            return StepOutcome.running(
                    Math.toIntExact(100 * ended / all.size()),
                    "%d of %d migrations ended".formatted(ended, all.size()),
                    LOOK_AGAIN);
        }
        var failed = all.stream()
                .filter(one -> one.state() != RecommendationState.MOVED)
                .toList();
        return failed.isEmpty() ? StepOutcome.done() : failed(all, failed);
    }

    /** What has arrived stays; what is under way comes to its end, as its own task is cancelled with this one. */
    @Override
    public StepOutcome undo(StepContext context) {
        wave(context).forEach(one -> moves.settle(one, context));
        var moving = wave(context).stream()
                .filter(one -> one.state() == RecommendationState.MOVING)
                .count();
        return moving == 0
                ? StepOutcome.done()
                : StepOutcome.running(0, "Waiting for %d migrations to end".formatted(moving), LOOK_AGAIN);
    }

    private List<Recommendation> wave(StepContext context) {
        var wave = JSON.treeToValue(context.arguments(), Wave.class).wave();
        TaskId task = context.operation().task();
        return moves.of(task).stream().filter(one -> one.wave() == wave).toList();
    }

    /** Those of the wave that go to the same host, and have not been given up. */
    private static SortedSet<VmId> along(Recommendation one, List<Recommendation> wave) {
        return wave.stream()
                .filter(other -> isUnderWay(other) || other.state() == RecommendationState.MOVED)
                .filter(other ->
                        other.move().target().host().equals(one.move().target().host()))
                .map(other -> other.move().vm())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isUnderWay(Recommendation one) {
        return one.state() == RecommendationState.ACCEPTED || one.state() == RecommendationState.MOVING;
    }

    private StepOutcome failed(List<Recommendation> all, List<Recommendation> failed) {
        var causes = failed.stream()
                .limit(MOST_CAUSES)
                .map(one -> new Cause(null, null, one.move().vmName(), null, null, null, null, moves.detail(one)))
                .toList();
        return StepOutcome.failed(new TaskFailure(
                "DRS_MOVE_FAILED",
                "Of %d migrations %d did not come to be. Those that were made stay; the rest of the plan is left."
                        .formatted(all.size(), failed.size()),
                causes,
                List.of(Hint.of("The next round plans anew with the cluster as it is then."))));
    }
}
