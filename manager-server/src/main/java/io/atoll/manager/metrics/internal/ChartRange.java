package io.atoll.manager.metrics.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.metrics.SampleCharts.Range;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a chart shows: whole steps from {@code from} until {@code to}.
 *
 * @param keptSince nothing older is kept at this resolution
 */
record ChartRange(Instant from, Instant to, Resolution resolution, Instant keptSince) {
    static final int MOST_POINTS_BY_ITSELF = 600;
    static final int MOST_POINTS = 5_000;

    private static final Duration BY_DEFAULT = Duration.ofHours(1);
    private static final String AUTO = "auto";
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** What was asked for, as far as it is kept and has begun; refused where it makes no sense. */
    static ChartRange of(Range asked, Instant now, Function<Level, Duration> retention) {
        var check = new InputCheck();
        var to = time(check, "to", asked.to(), now);
        var until = to.isAfter(now) ? now : to;
        var from = time(check, "from", asked.from(), until.minus(BY_DEFAULT));
        check.require(from.isBefore(to), "from", "from (%s) must be before to (%s).".formatted(from, to));
        check.done();
        var resolution = resolution(check, asked.resolution(), from, until, level -> now.minus(retention.apply(level)));
        check.done();
        var kept = Level.floor(now.minus(retention.apply(resolution.level())), resolution.seconds());
        var begin = Level.floor(from.isBefore(kept) ? kept : from, resolution.seconds());
        var end = ceiling(until, resolution.seconds());
        return new ChartRange(begin, end.isBefore(begin) ? begin : end, resolution, kept);
    }

    int points() {
        return Math.toIntExact(Duration.between(from, to).toSeconds() / resolution.seconds());
    }

    private static Instant time(InputCheck check, String field, @Nullable String text, Instant fallback) {
        if (text == null) {
            return fallback;
        }
        try {
            var time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(EARLIEST.plus(Duration.ofDays(365_000)))) {
                check.refuse(field, "%s is not a time at which Atoll ran.".formatted(field));
                return fallback;
            }
            return time;
        } catch (DateTimeParseException _) {
            check.refuse(field, "%s must be a time such as 2026-05-04T03:02:01Z.".formatted(field));
            return fallback;
        }
    }

    private static Resolution resolution(
            InputCheck check, @Nullable String label, Instant from, Instant to, Function<Level, Instant> keptSince) {
        var range = from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
        if (label == null || label.equals(AUTO)) {
            return byItself(range, from, keptSince);
        }
        var known = Resolution.of(label);
        check.require(
                known.isPresent(),
                "resolution",
                "resolution must be %s, or one of %s.".formatted(AUTO, Resolution.labels()));
        var resolution = known.orElse(Resolution.D1);
        var kept = keptSince.apply(resolution.level());
        var shown = from.isBefore(kept) && kept.isBefore(to) ? Duration.between(kept, to) : range;
        check.require(
                resolution.points(shown) <= MOST_POINTS,
                "resolution",
                "A resolution of %s gives %d points; at most %d are answered. Ask for a shorter range or a coarser resolution."
                        .formatted(resolution.label(), resolution.points(shown), MOST_POINTS));
        return resolution;
    }

    /** The finest that shows it all in a chart's width, as long as it reaches back so far. */
    private static Resolution byItself(Duration range, Instant from, Function<Level, Instant> keptSince) {
        for (var resolution : Resolution.values()) {
            boolean reaches = !from.isBefore(keptSince.apply(resolution.level())) || resolution.level() == Level.HOURS;
            if (reaches && resolution.points(range) <= MOST_POINTS_BY_ITSELF) {
                return resolution;
            }
        }
        return Resolution.D1;
    }

    private static Instant ceiling(Instant at, long seconds) {
        var floor = Level.floor(at, seconds);
        return floor.equals(at) ? floor : floor.plusSeconds(seconds);
    }
}
