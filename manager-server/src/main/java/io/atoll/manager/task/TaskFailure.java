package io.atoll.manager.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task failed, in the shape of a problem document. The code is text, not our enum: an agent newer than this
 * manager may send one we do not know yet.
 */
public record TaskFailure(String code, String detail, List<FailureCause> causes, List<String> hints) {
    public TaskFailure {
        causes = List.copyOf(causes);
        hints = List.copyOf(hints);
    }

    public static TaskFailure of(String code, String detail, String... hints) {
        return new TaskFailure(code, detail, List.of(), List.of(hints));
    }

    /** One of several reasons; the names say whom it concerns. */
    public record FailureCause(
            @Nullable String host,
            @Nullable String check,
            @Nullable String code,
            String detail) {}
}
