package io.atoll.drs.power;

import io.atoll.drs.power.PowerPast.Demand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster will be asked for, as it was at the same time of the last seven days. A day counts by the most within a quarter
 * of an hour around that time; of four days or more the highest is left out, so that one strange day keeps nobody awake for
 * a week.
 */
final class DemandForecast {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration AROUND = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final int DAYS = 7;
    private static final int DAYS_FOR_LEAVING_OUT = 4;

    private final SortedMap<Instant, Demand> past;

    DemandForecast(SortedMap<Instant, Demand> past) {
        this.past = past;
    }

    /** Whether nothing is known of the past, and so nothing of the future. */
    boolean isBlank() {
        return past.isEmpty();
    }

    /**
     * What is expected.
     *
     * @param share of the capacity that was asked about: of CPU or of memory, whichever is more
     */
    record Expected(Instant at, double share, int dayCount) {}

    /** The moment within this time at which most of the capacity will be asked for; null: no past day says anything. */
    @Nullable
    Expected peak(Instant from, Instant until, Demand capacity) {
        Expected most = null;
        for (var at = from; !at.isAfter(until); at = at.plus(STEP)) {
            most = larger(most, expected(at, capacity));
        }
        return larger(most, expected(until, capacity));
    }

    /** The first moment within this time at which more than this share will be asked for; null: there is none. */
    @Nullable
    Expected firstAbove(Instant from, Instant until, Demand capacity, double share) {
        for (var at = from; !at.isAfter(until); at = at.plus(STEP)) {
            var expected = expected(at, capacity);
            if (expected != null && expected.share > share) {
                return expected;
            }
        }
        return null;
    }

    private static @Nullable Expected larger(@Nullable Expected one, @Nullable Expected other) {
        return other == null || (one != null && one.share >= other.share) ? one : other;
    }

    private @Nullable Expected expected(Instant at, Demand capacity) {
        var shares = new ArrayList<Double>();
        for (var day = 1; day <= DAYS; day++) {
            var then = at.minus(DAY.multipliedBy(day));
            past.subMap(then.minus(AROUND), then.plus(AROUND)).values().stream()
                    .mapToDouble(demand -> share(demand, capacity))
                    .max()
                    .ifPresent(shares::add);
        }
        if (shares.isEmpty()) {
            return null;
        }
        shares.sort(null);
        var leftOut = shares.size() >= DAYS_FOR_LEAVING_OUT ? 1 : 0;
        return new Expected(at, shares.get(shares.size() - 1 - leftOut), shares.size());
    }

    /** Of no capacity even nothing is too much, but nothing is asked for then. */
    private static double share(Demand demand, Demand capacity) {
        return Math.max(share(demand.cpuMhz(), capacity.cpuMhz()), share(demand.memoryMib(), capacity.memoryMib()));
    }

    private static double share(double demand, double capacity) {
        return demand == 0 ? 0 : demand / capacity;
    }
}
