package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One host of a rolling maintenance.
 *
 * @param canary whether it goes first and alone
 * @param failedIn the state in which it failed; null: it did not
 * @param task the task that is at work for it in this state; null: none is needed, or none has begun
 * @param since when it came into its state
 * @param reason why it waits or failed; empty: nothing to say
 * @param staysOut whether it was left out of the rest and is in maintenance for this set all the same
 */
public record RollingHost(
        HostId id,
        String name,
        int ordinal,
        boolean canary,
        State state,
        @Nullable State failedIn,
        @Nullable TaskId task,
        Instant since,
        String reason,
        boolean staysOut) {
    /** Where a host is. Names are API. */
    public enum State {
        WAITING,
        ENTERING,
        ACTING,
        CHECKING,
        LEAVING,
        DONE,
        FAILED,
        SKIPPED;

        /** Whether the host is out of use, or may be; one that was SKIPPED may be so too, see {@link RollingHost#isOut}. */
        public boolean isOut() {
            return switch (this) {
                case ENTERING, ACTING, CHECKING, LEAVING, FAILED -> true;
                case WAITING, DONE, SKIPPED -> false;
            };
        }

        /** Whether it goes on by itself. */
        public boolean isAtWork() {
            return isOut() && this != FAILED;
        }
    }

    /** Whether it is out of use, or may be, on account of this set. */
    public boolean isOut() {
        return state.isOut() || staysOut;
    }

    public RollingHost in(State newState, @Nullable TaskId newTask, String newReason, Instant now) {
        return new RollingHost(id, name, ordinal, canary, newState, null, newTask, now, newReason, staysOut);
    }

    public RollingHost failed(String why, Instant now) {
        return new RollingHost(
                id, name, ordinal, canary, /* state= */ State.FAILED, /* failedIn= */ state, task, now, why, staysOut);
    }

    /** The same, waiting for something. */
    public RollingHost because(String newReason) {
        return new RollingHost(id, name, ordinal, canary, state, failedIn, task, since, newReason, staysOut);
    }
}
