package io.atoll.manager.task;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Answers a request whose work is a task. For controllers, after the transaction that submitted it. */
public interface TaskAnswers {
    /**
     * 202 with the task's address in Location; with {@code ?wait=30s} (at most 60 s) 200 when the task ended in time.
     *
     * @param wait the text of the query parameter, checked here; null: do not wait
     * @param body makes the answer's body from the task
     */
    <T> ResponseEntity<T> answer(TaskId task, @Nullable String wait, Function<TaskView, T> body);

    /** The same with the task itself as body. */
    default ResponseEntity<TaskView> answer(TaskId task, @Nullable String wait) {
        return answer(task, wait, view -> view);
    }
}
