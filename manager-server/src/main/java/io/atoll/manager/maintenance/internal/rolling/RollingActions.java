package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import org.jspecify.annotations.Nullable;

/** What is done to a host while it is empty; in the caller's transaction. */
@FunctionalInterface
interface RollingActions {
    /** Begins the action; null: there is nothing to do. */
    @Nullable
    TaskId begin(RollingAction action, HostId host, String requestedBy);
}
