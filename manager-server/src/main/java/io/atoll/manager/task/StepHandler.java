package io.atoll.manager.task;

/**
 * One kind of step, a Spring bean found by its name. Both methods are repeatable: a manager may die at any point in them
 * and its successor calls them again with the same {@link StepContext#operation()}. They run on a virtual thread outside
 * any transaction and may block; what they change in the database they change in a short transaction of their own.
 * An {@code AtollException} counts as Failed with its code; any other exception as Failed with INTERNAL.
 */
public interface StepHandler {
    /** Unique, dotted lower case, shown to people as the step's name: {@code vm.clone-disk}. */
    String name();

    /** Starts the work or, if it already runs under this operation id, looks at how far it is. */
    StepOutcome advance(StepContext context);

    /**
     * Puts things back after this step (perhaps only half) happened and it or a later one failed. Failed leaves the rest
     * as it is, is recorded with the task, and the steps before are still undone.
     */
    default StepOutcome undo(StepContext context) {
        return StepOutcome.done();
    }

    /**
     * Called once, from another thread, when the task is cancelled while {@link #advance} blocks: ask the other side to
     * stop at its next safe point, so that {@code advance} returns. A step that fails after that ends the task as
     * CANCELLED; one that is done by then is undone.
     */
    default void interrupt(OperationId operation, StepContext context) {}

    /** False for a step after whose beginning the task must go on to its end: cancelling is then refused. */
    default boolean cancellable() {
        return true;
    }
}
