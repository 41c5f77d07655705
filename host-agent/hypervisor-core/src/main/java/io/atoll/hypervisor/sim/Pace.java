package io.atoll.hypervisor.sim;

import java.time.Duration;

/** How a simulated host's caller waits: really, or by moving a simulated clock on. */
@FunctionalInterface
public interface Pace {
    void pause(Duration duration);
}
