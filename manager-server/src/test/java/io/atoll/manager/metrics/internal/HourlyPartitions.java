package io.atoll.manager.metrics.internal;

import io.atoll.manager.testing.ManagerUnderTest;
import java.time.Instant;

/** For tests that write a VM's past themselves: early in a month nobody has made the partition of the one before. */
public final class HourlyPartitions {
    private HourlyPartitions() {}

    public static void ensure(ManagerUnderTest manager, Instant at) {
        manager.bean(SampleTables.class).ensure(SampleKind.VM, Level.HOURS, at);
    }
}
