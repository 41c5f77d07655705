package io.atoll.manager.task.internal;

import io.atoll.manager.problem.Cause;
import io.atoll.manager.task.TaskFailure;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Says in a task's failure what could not be undone. */
final class Leftovers {
    private Leftovers() {}

    /** A cancelled task that leaves something behind has failed, with the leftover as its reason. */
    static TaskFailure add(@Nullable TaskFailure failure, TaskFailure leftover) {
        var cause = new Cause(
                null, null, "undo", leftover.code(), null, null, null, "Could not be undone: " + leftover.detail());
        if (failure == null) {
            var causes = new ArrayList<>(leftover.causes());
            causes.addFirst(cause);
            return new TaskFailure(
                    leftover.code(),
                    "The task was cancelled, but not everything could be undone.",
                    causes,
                    leftover.hints());
        }
        var causes = new ArrayList<>(failure.causes());
        causes.add(cause);
        return new TaskFailure(failure.code(), failure.detail(), causes, failure.hints());
    }
}
