package io.atoll.manager.task;

/**
 * A Spring bean that is told of the end of every task, in the very transaction that ends it and frees its locks. So an
 * object can show that nothing works on it any more exactly when that is true, also for a task that was cancelled before
 * its first step. Must be quick and must not call anybody outside of the database.
 */
public interface TaskEndListener {
    void ended(TaskSnapshot task);
}
