package io.atoll.manager.maintenance.internal.plan;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Duration;

/**
 * One move of a plan.
 *
 * @param wave from 0; moves of one wave run together
 * @param bytes how much is copied
 * @param duration how long it takes beside the others of its wave
 * @param pause how long the guest is expected to stand still
 */
public record PlannedMove(
        VmId vm,
        String vmName,
        long memoryMiB,
        HostId from,
        HostId to,
        String toName,
        int wave,
        long bytes,
        Duration duration,
        Duration pause) {
    /** The same move with other costs. */
    PlannedMove with(long otherBytes, Duration otherDuration, Duration otherPause) {
        return new PlannedMove(vm, vmName, memoryMiB, from, to, toName, wave, otherBytes, otherDuration, otherPause);
    }

    /** The same move so many waves later. */
    PlannedMove later(int waves) {
        return new PlannedMove(vm, vmName, memoryMiB, from, to, toName, wave + waves, bytes, duration, pause);
    }
}
