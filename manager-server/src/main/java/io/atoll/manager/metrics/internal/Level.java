package io.atoll.manager.metrics.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How finely samples are kept. Each level is made of the one before. */
enum Level {
    SAMPLES("", Duration.ofSeconds(20), ChronoUnit.DAYS),
    FIVE_MINUTES("_5m", Duration.ofMinutes(5), ChronoUnit.DAYS),
    HOURS("_1h", Duration.ofHours(1), ChronoUnit.MONTHS);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");

    private final String suffix;
    private final Duration length;
    private final ChronoUnit partition;

    Level(String suffix, Duration length, ChronoUnit partition) {
        this.suffix = suffix;
        this.length = length;
        this.partition = partition;
    }

    /** Of one bucket. */
    Duration length() {
        return length;
    }

    String table(SampleKind kind) {
        return kind.table() + suffix;
    }

    /** What it is made of. */
    Optional<Level> source() {
        return switch (this) {
            case SAMPLES -> Optional.empty();
            case FIVE_MINUTES -> Optional.of(SAMPLES);
            case HOURS -> Optional.of(FIVE_MINUTES);
        };
    }

    /** The begin of the bucket that holds {@code at}. */
    Instant floor(Instant at) {
        return floor(at, length.toSeconds());
    }

    static Instant floor(Instant at, long seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    /** The range of time that is one partition, by the universal clock. */
    record Period(Instant begin, Instant end) {}

    Period period(Instant at) {
        var day = OffsetDateTime.ofInstant(at, ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
        var begin = partition == ChronoUnit.MONTHS ? day.withDayOfMonth(1) : day;
        return new Period(begin.toInstant(), begin.plus(1, partition).toInstant());
    }

    String partitionName(SampleKind kind, Period period) {
        var format = partition == ChronoUnit.MONTHS ? MONTH : DAY;
        return table(kind) + "_p" + format.format(OffsetDateTime.ofInstant(period.begin(), ZoneOffset.UTC));
    }

    /** The period of a partition with this name; empty where the name is none of ours. */
    Optional<Period> periodOf(SampleKind kind, String partitionName) {
        var prefix = table(kind) + "_p";
        var digits = partitionName.startsWith(prefix) ? partitionName.substring(prefix.length()) : "";
        var full = partition == ChronoUnit.MONTHS ? digits + "01" : digits;
        if (!full.matches("[0-9]{8}")) {
            return Optional.empty();
        }
        var begin = java.time.LocalDate.parse(full, DAY).atStartOfDay().toInstant(ZoneOffset.UTC);
        return Optional.of(period(begin));
    }
}
