package io.atoll.manager.maintenance.internal.book;

import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmSubtasks.MigrationFigures;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one VM.
 *
 * @param wave which wave of the plan it belongs to, from 0
 * @param from where it was when it was planned or begun; null: nowhere
 * @param to where it goes; null: nowhere, or not known yet
 * @param task the last task that was begun for it
 * @param attempts how often that was tried
 * @param retryAt not to be tried before; null: at any time
 * @param reason why it waits, is blocked or failed; empty: nothing to say
 */
public record Item(
        Purpose purpose,
        VmId vm,
        String vmName,
        long memoryMiB,
        Choice choice,
        ItemState state,
        int wave,
        @Nullable HostId from,
        @Nullable HostId to,
        String toName,
        @Nullable TaskId task,
        int attempts,
        @Nullable Instant retryAt,
        String reason,
        MigrationFigures figures,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt) {
    public static final MigrationFigures NO_FIGURES = new MigrationFigures(null, null, null);

    /** One of which nothing is done yet. */
    public static Item waiting(
            Purpose purpose, VmId vm, String vmName, long memoryMiB, Choice choice, @Nullable HostId from) {
        return new Item(
                purpose,
                vm,
                vmName,
                memoryMiB,
                choice,
                ItemState.WAITING,
                0,
                from,
                null,
                "",
                null,
                0,
                null,
                "",
                NO_FIGURES,
                null,
                null);
    }

    /** In a state that needs no more than a reason. */
    public Item in(ItemState newState, String newReason) {
        return with(newState, newReason, retryAt, attempts, NO_FIGURES, endedAt);
    }

    /** Its task has begun. */
    public Item begun(ItemState newState, TaskId newTask, @Nullable HostId target, String targetName, Instant now) {
        return new Item(
                purpose,
                vm,
                vmName,
                memoryMiB,
                choice,
                newState,
                wave,
                from,
                target,
                targetName,
                newTask,
                attempts + 1,
                null,
                "",
                NO_FIGURES,
                now,
                null);
    }

    /** It was tried and nothing could begin. */
    public Item refused(String why, Instant tryAgainAt, ItemState newState) {
        return with(newState, why, tryAgainAt, attempts + 1, NO_FIGURES, null);
    }

    /** Its task came to nothing. */
    public Item failed(String why, @Nullable Instant tryAgainAt, ItemState newState) {
        return with(newState, why, tryAgainAt, attempts, NO_FIGURES, null);
    }

    /** Its task did what it should. */
    public Item done(ItemState newState, MigrationFigures measured, Instant now) {
        return with(newState, "", null, attempts, measured, now);
    }

    /** From the beginning, as if nothing had been tried. */
    public Item again(Choice newChoice) {
        return new Item(
                purpose,
                vm,
                vmName,
                memoryMiB,
                newChoice,
                ItemState.WAITING,
                wave,
                from,
                null,
                "",
                task,
                0,
                null,
                "",
                NO_FIGURES,
                null,
                null);
    }

    /** The same in a plan. */
    public Item planned(int newWave, HostId target, String targetName) {
        return new Item(
                purpose,
                vm,
                vmName,
                memoryMiB,
                choice,
                state,
                newWave,
                from,
                target,
                targetName,
                task,
                attempts,
                retryAt,
                reason,
                figures,
                begunAt,
                endedAt);
    }

    private Item with(
            ItemState newState,
            String newReason,
            @Nullable Instant newRetryAt,
            int newAttempts,
            MigrationFigures newFigures,
            @Nullable Instant newEnd) {
        return new Item(
                purpose,
                vm,
                vmName,
                memoryMiB,
                choice,
                newState,
                wave,
                from,
                to,
                toName,
                task,
                newAttempts,
                newRetryAt,
                newReason,
                newFigures,
                begunAt,
                newEnd);
    }
}
