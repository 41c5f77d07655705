package io.atoll.manager.metrics.internal;

import io.atoll.manager.testing.ManagerUnderTest;
import java.time.Instant;

/** For tests that write a VM's past themselves: in the first hours of a month there is no partition yet for the last ones of the one before. */
public final class HourlyPartitions {
    private HourlyPartitions() {}

    public static void ensure(ManagerUnderTest manager, Instant at) {
        manager.bean(SampleTables.class).ensure(SampleKind.VM, Level.HOURS, at);
    }
}
