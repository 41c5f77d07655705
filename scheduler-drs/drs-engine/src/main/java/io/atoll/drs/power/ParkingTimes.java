package io.atoll.drs.power;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times of the week at which hosts may sleep, by the clocks of the place where they stand.
 *
 * @param spans empty: at any time
 */
public record ParkingTimes(ZoneId zone, List<Span> spans) {
    public static final ParkingTimes ALWAYS = new ParkingTimes(ZoneId.of("UTC"), List.of());

    private static final int DAYS_AHEAD = 8;

    public ParkingTimes {
        spans = List.copyOf(spans);
    }

    /**
     * A time of one day of the week.
     *
     * @param until on the same day if it is later than {@code from}, otherwise on the next; midnight is the end of the day
     */
    public record Span(DayOfWeek day, LocalTime from, LocalTime until) {}

    private record Period(Instant from, Instant until) {}

    /** Whether hosts may sleep at this moment. */
    public boolean allow(Instant at) {
        return spans.isEmpty() || periods(at).stream().anyMatch(period -> contains(period, at));
    }

    /** When hosts may not sleep any longer, seen from a moment at which they may; null: never, or they may not even now. */
    public @Nullable Instant end(Instant at) {
        if (spans.isEmpty() || !allow(at)) {
            return null;
        }
        var periods = periods(at);
        var end = at;
        for (var i = 0; i < periods.size(); i++) {
            for (var period : periods) {
                if (contains(period, end)) {
                    end = period.until;
                }
            }
        }
        return allow(end) ? null : end;
    }

    /** When hosts may sleep again, seen from a moment at which they may not; null: they may. */
    public @Nullable Instant nextStart(Instant at) {
        return allow(at)
                ? null
                : periods(at).stream()
                        .map(Period::from)
                        .filter(from -> from.isAfter(at))
                        .min(Instant::compareTo)
                        .orElse(null);
    }

    private static boolean contains(Period period, Instant at) {
        return !at.isBefore(period.from) && at.isBefore(period.until);
    }

    /** The spans as they fall from yesterday to a week from now. */
    private List<Period> periods(Instant at) {
        var first = LocalDate.ofInstant(at, zone).minusDays(1);
        var periods = new ArrayList<Period>();
        for (var day = 0; day <= DAYS_AHEAD; day++) {
            var date = first.plusDays(day);
            for (var span : spans) {
                if (span.day == date.getDayOfWeek()) {
                    var endDate = span.until.isAfter(span.from) ? date : date.plusDays(1);
                    periods.add(new Period(
                            date.atTime(span.from).atZone(zone).toInstant(),
                            endDate.atTime(span.until).atZone(zone).toInstant()));
                }
            }
        }
        return periods;
    }
}
