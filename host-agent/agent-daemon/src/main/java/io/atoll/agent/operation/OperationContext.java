package io.atoll.agent.operation;

/** What running work may tell and ask about itself. */
public interface OperationContext {
    void progress(Progress progress);

    boolean cancelled();

    /** Runs {@code action} once when the operation is cancelled, at once if it already is. */
    void onCancel(Runnable action);

    /** A safe point: ends the work with {@link RefusalCode#CANCELLED} when that was asked for. */
    default void stopIfCancelled() {
        if (cancelled()) {
            throw new RefusedException(RefusalCode.CANCELLED, "The operation was cancelled.");
        }
    }
}
