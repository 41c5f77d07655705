package io.atoll.manager.task;

import java.time.Duration;

/** What one call of a step came to. */
public sealed interface StepOutcome {
    /** The step has reached its end. */
    record Done() implements StepOutcome {}

    /** Not yet: call again after {@code lookAgainIn}. Nothing is held meanwhile. */
    record Running(StepProgress progress, Duration lookAgainIn) implements StepOutcome {}

    /** It will not succeed. The step itself and all before it are undone, the last one first. */
    record Failed(TaskFailure failure) implements StepOutcome {}

    /**
     * The other side could not be reached, so whether anything happened is unknown. Called again with growing pauses
     * for as long as the retry window lasts, then failed with {@code code}.
     */
    record Unavailable(String code, String detail) implements StepOutcome {}

    static StepOutcome done() {
        return new Done();
    }

    static StepOutcome running(int percent, String detail, Duration lookAgainIn) {
        return new Running(StepProgress.of(percent, detail), lookAgainIn);
    }

    static StepOutcome failed(String code, String detail, String... hints) {
        return new Failed(TaskFailure.of(code, detail, hints));
    }

    static StepOutcome failed(TaskFailure failure) {
        return new Failed(failure);
    }

    static StepOutcome unavailable(String code, String detail) {
        return new Unavailable(code, detail);
    }
}
