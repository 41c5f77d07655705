package io.atoll.drs.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Time since a moment, for budgets. */
public final class Stopwatch {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long MILLIS_PER_TICK = 10;

    /** No JVM takes longer to start; more is a clock that cannot be trusted. */
    private static final long OLDEST_MILLIS = 60_000;

    private final long startNanos;

    private Stopwatch(long startNanos) {
        this.startNanos = startNanos;
    }

    /** Counts the start of the JVM too: the user waits for it as well. */
    static Stopwatch sinceJvmStart() {
        var age = ageByUptime().orElseGet(Stopwatch::ageByClock);
        return new Stopwatch(System.nanoTime() - Math.max(0, age) * NANOS_PER_MILLI);
    }

    /**
     * Linux counts both in one clock, in hundredths of a second: how long it has been up, and when each process began. Of the
     * time of day it knows the start of a process to a second only, which is too coarse for a budget.
     */
    private static OptionalLong uptimeMillis() {
        try {
            var uptime = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
            var stat = Files.readString(Path.of("/proc/self/stat"));
            // The name of the program, in parentheses, may hold anything; 20 fields after it is the start.
            var ticks = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21)[19]);
            return OptionalLong.of((long) (Double.parseDouble(uptime) * MILLIS_PER_SECOND) - ticks * MILLIS_PER_TICK);
        } catch (IOException | RuntimeException notLinux) {
            return OptionalLong.empty();
        }
    }

    private static Optional<Long> ageByUptime() {
        var age = uptimeMillis();
        return age.isPresent() && age.getAsLong() >= 0 && age.getAsLong() < OLDEST_MILLIS
                ? Optional.of(age.getAsLong())
                : Optional.empty();
    }

    private static long ageByClock() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> InstantSource.system().millis() - start.toEpochMilli())
                .orElse(0L);
    }

    public static Stopwatch sinceNow() {
        return new Stopwatch(System.nanoTime());
    }

    /** One that counts from now. */
    Stopwatch restarted() {
        return new Stopwatch(System.nanoTime());
    }

    public long millis() {
        return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
    }
}
