package io.atoll.manager.task;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.Hint;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Why a task failed, in the shape of a problem document. The code is text, not our enum: an agent newer than this
 * manager may send one we do not know yet.
 */
public record TaskFailure(String code, String detail, List<Cause> causes, List<Hint> hints) {
    public TaskFailure {
        causes = List.copyOf(causes);
        hints = List.copyOf(hints);
    }

    public static TaskFailure of(String code, String detail, String... hints) {
        return new TaskFailure(
                code, detail, List.of(), Arrays.stream(hints).map(Hint::of).toList());
    }

    /** A refusal as a client would have got it. */
    public static TaskFailure of(AtollException refusal) {
        return new TaskFailure(
                refusal.code().name(),
                Objects.requireNonNullElse(refusal.getMessage(), refusal.code().title()),
                refusal.causes(),
                refusal.hints());
    }
}
