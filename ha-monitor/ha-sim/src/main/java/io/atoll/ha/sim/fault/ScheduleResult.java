package io.atoll.ha.sim.fault;

import io.atoll.ha.sim.check.Violation;
import java.util.List;

/**
 * What came of one schedule.
 *
 * @param takeovers VMs whose takeover was acknowledged
 * @param starts guests that began to run
 * @param faults that were thrown
 */
public record ScheduleResult(
        long seed, List<Violation> violations, int takeovers, int starts, int faults, long events, long simulatedNs) {
    public ScheduleResult {
        violations = List.copyOf(violations);
    }
}
