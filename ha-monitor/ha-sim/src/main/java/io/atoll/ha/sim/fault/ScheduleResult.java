package io.atoll.ha.sim.fault;

import io.atoll.ha.sim.check.Violation;
import java.util.List;

/**
 * What came of one schedule.
 *
 * @param takeovers VMs whose takeover was acknowledged
 * @param starts guests that began to run
 * @param releases how often an isolated host has let a VM go
 * @param faults that were thrown
 */
public record ScheduleResult(
        long seed,
        List<Violation> violations,
        int takeovers,
        int starts,
        int releases,
        int faults,
        long events,
        long simulatedNs) {
    public ScheduleResult {
        violations = List.copyOf(violations);
    }
}
