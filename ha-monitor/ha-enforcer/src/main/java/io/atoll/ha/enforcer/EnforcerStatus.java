package io.atoll.ha.enforcer;

import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the enforcers are doing.
 *
 * @param deadlineNanos when the lease ends, on {@link io.atoll.ha.storage.BootClock}; 0 before the first counted renewal
 * @param leaseLeft zero when there is no lease
 * @param empty an enforcer has seen the cgroup empty since the present phase began
 * @param lastBeatNanos the start of the last beat the agent passed on; 0 when there was none in this lease
 * @param pools by pool, what is known of the slot on it
 * @param processes of the two enforcers, {@link Side#A} first
 * @param problems what keeps this host from being protected, each one sentence for people; worst first
 */
public record EnforcerStatus(
        Phase phase,
        long deadlineNanos,
        Duration leaseLeft,
        boolean empty,
        long lastBeatNanos,
        Map<PoolId, SlotStatus> pools,
        List<ProcessStatus> processes,
        WatchdogState watchdog,
        List<String> problems) {

    public EnforcerStatus {
        pools = Map.copyOf(pools);
        processes = List.copyOf(processes);
        problems = List.copyOf(problems);
    }

    /** Whether the lease is good for at least {@code wanted}; H3 wants 1.5 s before a VM starts. */
    public boolean holdsFor(Duration wanted) {
        return phase == Phase.HOLDING && leaseLeft.compareTo(wanted) >= 0;
    }

    /**
     * The host's slot on one pool.
     *
     * @param lastAcknowledgedNanos the start of the last renewal the pool acknowledged; 0 when there was none
     * @param waitingSinceNanos the start of a write the pool has not answered yet; 0 when there is none
     * @param failedWrites since the enforcers' state was made
     * @param lastErrorNumber of the last failure; 0 when the last write was acknowledged
     * @param released the slot says RELEASED in the present phase, and the pool has acknowledged it
     * @param written the pool has acknowledged a block of this host since it was put on the list
     */
    public record SlotStatus(
            long lastAcknowledgedNanos,
            long waitingSinceNanos,
            long failedWrites,
            int lastErrorNumber,
            boolean released,
            boolean written) {}

    /**
     * One of the two processes.
     *
     * @param pid 0 before it was ever started
     * @param alive it has shown a sign of life within the last half second
     * @param writer it writes the slots and pets the watchdog
     * @param longestPause beyond its usual rhythm, since one second after its start
     * @param realTime it runs before ordinary processes (SCHED_FIFO)
     * @param memoryLocked its memory is never swapped
     * @param starts how often this side was started
     */
    public record ProcessStatus(
            Side side,
            long pid,
            boolean alive,
            boolean writer,
            Duration longestPause,
            boolean realTime,
            boolean memoryLocked,
            long starts) {}

    /** The hardware watchdog, as the writer sees it. */
    public enum WatchdogState {
        /** None is configured. */
        NONE,
        /** It is configured and cannot be opened. */
        UNAVAILABLE,
        /** It gets its signs of life. */
        PETTED,
        /** It gets none any more, because the cgroup did not become empty: it will reset the host. */
        LET_GO
    }
}
