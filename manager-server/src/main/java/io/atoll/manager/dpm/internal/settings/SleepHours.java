package io.atoll.manager.dpm.internal.settings;

import io.atoll.drs.power.ParkingTimes;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;

/**
 * A time of the week in which hosts may sleep. Kept as JSON; names are API.
 *
 * @param days on which it begins
 * @param from the first minute of it
 * @param to the first minute after it; not later than {@code from}: on the next day
 */
public record SleepHours(List<DayOfWeek> days, LocalTime from, LocalTime to) {
    public SleepHours {
        days = List.copyOf(new TreeSet<>(days));
    }

    /** For the scheduler; no hours at all mean always. */
    static ParkingTimes times(List<SleepHours> hours, ZoneId zone) {
        return new ParkingTimes(
                zone,
                hours.stream()
                        .flatMap(one -> one.days.stream().map(day -> new ParkingTimes.Span(day, one.from, one.to)))
                        .toList());
    }
}
