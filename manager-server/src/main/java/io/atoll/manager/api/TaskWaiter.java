package io.atoll.manager.api;

import java.time.Duration;
import java.util.Optional;

/** Filled by the task module, for {@code ?wait=}. */
public interface TaskWaiter {
    /** The task's view once it has ended; empty when it still runs after {@code limit}, or there is no such task. */
    Optional<Object> awaitEnd(String taskId, Duration limit);
}
