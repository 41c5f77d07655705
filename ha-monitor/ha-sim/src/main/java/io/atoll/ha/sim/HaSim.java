package io.atoll.ha.sim;

import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.sim.cluster.Story;
import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.fault.RandomSchedule;

public final class HaSim {
    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        long n = Long.parseLong(arguments[1]);
        var variant = Variant.valueOf(arguments[2]);
        boolean trace = arguments.length > 3;
        long takeovers = 0, violations = 0, events = 0, sim = 0, starts = 0;
        long t0 = System.nanoTime();
        Story story = trace
                ? (timeNs, who, text) -> System.out.printf("%9.3f s  %-10s %s%n", timeNs / 1e9, who, text)
                : Story.UNTOLD;
        for (long s = seed; s < seed + n; s++) {
            var result = new RandomSchedule(s, variant, new SchedulerPlacement(), story).run();
            takeovers += result.takeovers();
            events += result.events();
            sim += result.simulatedNs();
            starts += result.starts();
            if (!result.violations().isEmpty()) {
                violations++;
                if (violations < 15) {
                    System.out.println(s + " " + result.violations());
                }
            }
        }
        double secs = (System.nanoTime() - t0) / 1e9;
        System.out.printf(
                "%d schedules %.1f/s takeovers %d starts %d violations %d events/schedule %d sim s/schedule %.1f%n",
                n, n / secs, takeovers, starts, violations, events / n, sim / 1e9 / n);
    }
}
