package io.atoll.manager.metrics.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far apart the points of a chart may be; each is made of buckets of one level. */
enum Resolution {
    S20("20s", Level.SAMPLES, 1),
    M1("1m", Level.SAMPLES, 3),
    M5("5m", Level.FIVE_MINUTES, 1),
    M15("15m", Level.FIVE_MINUTES, 3),
    H1("1h", Level.HOURS, 1),
    H2("2h", Level.HOURS, 2),
    H6("6h", Level.HOURS, 6),
    D1("1d", Level.HOURS, 24);

    private final String label;
    private final Level level;
    private final int buckets;

    Resolution(String label, Level level, int buckets) {
        this.label = label;
        this.level = level;
        this.buckets = buckets;
    }

    static Optional<Resolution> of(String label) {
        return Arrays.stream(values())
                .filter(resolution -> resolution.label.equals(label))
                .findFirst();
    }

    static String labels() {
        return Arrays.stream(values()).map(Resolution::label).collect(Collectors.joining(", "));
    }

    String label() {
        return label;
    }

    Level level() {
        return level;
    }

    int seconds() {
        return Math.toIntExact(level.length().toSeconds()) * buckets;
    }

    /** Points in a range, its ends rounded outwards. */
    long points(Duration range) {
        return Math.ceilDiv(range.toSeconds(), seconds()) + 1;
    }
}
