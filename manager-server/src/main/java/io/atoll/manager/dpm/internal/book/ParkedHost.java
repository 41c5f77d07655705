package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host that power saving has parked, is parking or is waking.
 *
 * @param reason why it was parked or is woken, for people
 * @param task what carries that out; null: nothing does, as while it sleeps
 * @param powerTask the newest task about its power that was begun for it
 * @param waking how its waking goes
 * @param asleepAt when it was confirmed off; null: not yet
 * @param idle what it drew when it was empty; null: nobody could tell
 */
public record ParkedHost(
        HostId host,
        ClusterId cluster,
        String name,
        ParkedState state,
        Instant since,
        String reason,
        String requestedBy,
        @Nullable TaskId task,
        @Nullable TaskId powerTask,
        Waking waking,
        @Nullable Instant asleepAt,
        @Nullable IdleDraw idle) {
    /** What a host drew when it was empty, and whether that was measured or reckoned. */
    public record IdleDraw(int watts, boolean measured) {}

    /**
     * How often it was told to wake, and when first; null: not yet.
     */
    public record Waking(int attempts, @Nullable Instant orderedAt) {
        public static final Waking NONE = new Waking(0, null);
    }

    /** At the beginning. */
    public static ParkedHost draining(
            HostId host, ClusterId cluster, String name, String reason, String requestedBy, TaskId task, Instant now) {
        return new ParkedHost(
                host,
                cluster,
                name,
                ParkedState.DRAINING,
                now,
                reason,
                requestedBy,
                task,
                null,
                Waking.NONE,
                null,
                null);
    }

    /** Empty, and this task switches it off. */
    public ParkedHost switchingOff(TaskId newPowerTask, @Nullable IdleDraw newIdle, Instant now) {
        return new ParkedHost(
                host,
                cluster,
                name,
                ParkedState.SWITCHING_OFF,
                now,
                reason,
                requestedBy,
                task,
                newPowerTask,
                Waking.NONE,
                null,
                newIdle);
    }

    public ParkedHost asleep(Instant now) {
        return new ParkedHost(
                host,
                cluster,
                name,
                ParkedState.ASLEEP,
                now,
                reason,
                requestedBy,
                null,
                powerTask,
                Waking.NONE,
                now,
                idle);
    }

    /** By this task; nothing is ordered yet. */
    public ParkedHost waking(TaskId newTask, String why, String by, Instant now) {
        return new ParkedHost(
                host, cluster, name, ParkedState.WAKING, now, why, by, newTask, null, Waking.NONE, asleepAt, idle);
    }

    /** Told to switch itself on, once more. */
    public ParkedHost ordered(TaskId newPowerTask, Instant now) {
        var first = waking.orderedAt();
        return new ParkedHost(
                host,
                cluster,
                name,
                state,
                since,
                reason,
                requestedBy,
                task,
                newPowerTask,
                new Waking(waking.attempts() + 1, first == null ? now : first),
                asleepAt,
                idle);
    }

    public ParkedHost in(ParkedState newState, Instant now) {
        return new ParkedHost(
                host,
                cluster,
                name,
                newState,
                now,
                reason,
                requestedBy,
                newState == ParkedState.FAILED ? null : task,
                powerTask,
                waking,
                asleepAt,
                idle);
    }
}
