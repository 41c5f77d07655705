package io.atoll.ha.storage;

import io.atoll.ha.os.Posix;

/** The clock of leases: nanoseconds since the host's boot (CLOCK_BOOTTIME); goes on while the host is suspended. */
public final class BootClock {
    private BootClock() {}

    public static long nanos() {
        return Posix.bootNanos();
    }
}
