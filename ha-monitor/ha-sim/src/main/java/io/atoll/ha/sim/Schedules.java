package io.atoll.ha.sim;

import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.sim.cluster.Story;
import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.fault.RandomSchedule;
import io.atoll.ha.sim.fault.ScheduleResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Many schedules, spread over threads by seed, and what they contained. */
final class Schedules {
    private static final int MOST_TOLD = 20;
    private static final long TELL_EVERY = 100_000;
    private static final double NS_PER_SECOND = 1e9;

    private final Options options;
    private final PrintStream out;
    private final AtomicLong next = new AtomicLong();
    private int told;

    /** Sums of many schedules. */
    static final class Totals {
        long schedules;
        long broken;
        long takeovers;
        long withTakeover;
        long faults;
        long starts;
        long releases;

        void add(ScheduleResult result) {
            schedules++;
            broken += result.violations().isEmpty() ? 0 : 1;
            takeovers += result.takeovers();
            withTakeover += result.takeovers() > 0 ? 1 : 0;
            faults += result.faults();
            starts += result.starts();
            releases += result.releases();
        }

        void add(Totals other) {
            schedules += other.schedules;
            broken += other.broken;
            takeovers += other.takeovers;
            withTakeover += other.withTakeover;
            faults += other.faults;
            starts += other.starts;
            releases += other.releases;
        }
    }

    Schedules(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    ExitCode run() {
        var began = System.nanoTime();
        var parts = new ArrayList<Future<Totals>>();
        try (var pool = Executors.newFixedThreadPool(options.threads())) {
            for (var thread = 0; thread < options.threads(); thread++) {
                parts.add(pool.submit(this::work));
            }
        }
        var totals = new Totals();
        for (var part : parts) {
            if (part.state() == Future.State.FAILED) {
                throw new IllegalStateException(String.valueOf(part.exceptionNow()), part.exceptionNow());
            }
            totals.add(part.resultNow());
        }
        tell(totals, Duration.ofNanos(System.nanoTime() - began));
        return totals.broken == 0 ? ExitCode.FINE : ExitCode.VIOLATIONS;
    }

    private Totals work() {
        var totals = new Totals();
        for (var index = next.getAndIncrement(); index < options.schedules(); index = next.getAndIncrement()) {
            var seed = options.seed() + index;
            ScheduleResult result;
            try {
                result = schedule(seed, options.variant());
            } catch (RuntimeException fault) {
                throw new IllegalStateException("Seed %d: %s".formatted(seed, fault), fault);
            }
            totals.add(result);
            if (!result.violations().isEmpty()) {
                tell(result);
            }
            if ((index + 1) % TELL_EVERY == 0) {
                out.println("%d schedules so far".formatted(index + 1));
            }
        }
        return totals;
    }

    static ScheduleResult schedule(long seed, Variant variant) {
        return new RandomSchedule(seed, variant, new SchedulerPlacement(), Story.UNTOLD).run();
    }

    /** The line that replays a failure. */
    static String repro(ScheduleResult result, Variant variant) {
        var first = result.violations().getFirst();
        return "seed %d: %s: %s. Replay: ha-monitor/bin/ha-sim --seed %d --trace%s"
                .formatted(
                        result.seed(),
                        first.kind(),
                        first.text(),
                        result.seed(),
                        variant == Variant.CORRECT ? "" : " --variant " + variant.optionName());
    }

    private void tell(ScheduleResult result) {
        synchronized (out) {
            if (told++ < MOST_TOLD) {
                out.println(repro(result, options.variant()));
            } else if (told == MOST_TOLD + 1) {
                out.println("Further ones are only counted.");
            }
        }
    }

    private void tell(Totals totals, Duration took) {
        var seconds = took.toNanos() / NS_PER_SECOND;
        out.println(String.format(
                Locale.ROOT,
                "%d schedules, %d with violations; %d takeovers in %d of them, %d faults, %d starts, %d releases; %.1f s, %.0f per second"
                        + " on %d threads.",
                totals.schedules,
                totals.broken,
                totals.takeovers,
                totals.withTakeover,
                totals.faults,
                totals.starts,
                totals.releases,
                seconds,
                totals.schedules / seconds,
                options.threads()));
    }
}
