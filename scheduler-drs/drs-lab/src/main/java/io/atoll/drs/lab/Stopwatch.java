package io.atoll.drs.lab;

import java.time.InstantSource;

/** Time since a moment, for budgets. */
public final class Stopwatch {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private final long startNanos;

    private Stopwatch(long startNanos) {
        this.startNanos = startNanos;
    }

    /** Counts the start of the JVM too: the user waits for it as well. */
    static Stopwatch sinceJvmStart() {
        var started = ProcessHandle.current().info().startInstant();
        var age = started.map(start -> InstantSource.system().millis() - start.toEpochMilli())
                .orElse(0L);
        return new Stopwatch(System.nanoTime() - Math.max(0, age) * NANOS_PER_MILLI);
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
