package io.atoll.manager.task.internal;

import io.atoll.manager.task.TaskId;

/** What managers tell each other about tasks, and a manager itself. */
interface TaskSignals {
    /** There is something to do for this task. In the caller's transaction; heard by all managers after its commit. */
    void wake(TaskId task);

    /** This task has ended. In the caller's transaction; heard by all managers after its commit. */
    void ended(TaskId task);

    /** Hears signals. */
    interface Listener {
        void woken(TaskId task);

        void ended(TaskId task);

        /** Signals may have been missed: look at everything. */
        void missed();
    }
}
