package io.atoll.manager.metrics.internal;

import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Rolls samples up to five minutes, and those to hours. A bucket and the mark that it is done are one transaction: whoever dies
 * in between has done nothing, and the next one does it again. A mark that is ahead of what is complete came from a clock that has
 * been set back since: it goes back too, and what is rolled up twice replaces what it was. Means are weighted by the samples
 * behind them.
 */
@Component
class SampleRollup {
    /** Managers' clocks may differ by this: a former leader's last rows are not older than they should be. */
    static final Duration MARGIN = Duration.ofSeconds(30);
    /** Most buckets at a time, so that the newest samples are not kept waiting while an outage is made up for. */
    private static final int MOST_BUCKETS = 24;

    private final JdbcClient jdbc;
    private final LeaderTransaction transaction;
    private final SampleTables tables;

    SampleRollup(JdbcClient jdbc, LeaderTransaction transaction, SampleTables tables) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.tables = tables;
    }

    /** Everything that can be done now. No row that begins before {@code closedUntil} is written any more. */
    void advance(LeaderEpoch epoch, Instant closedUntil) {
        for (var kind : SampleKind.values()) {
            var sealed = closedUntil.minus(MARGIN);
            for (var level : Level.values()) {
                var source = level.source();
                if (source.isPresent()) {
                    int buckets = 0;
                    while (buckets < MOST_BUCKETS && step(epoch, kind, level, sealed)) {
                        buckets++;
                    }
                    sealed = doneUntil(kind, level).orElse(Instant.EPOCH);
                }
            }
        }
    }

    /** Up to where a level is rolled up; empty where it never was. */
    Optional<Instant> doneUntil(SampleKind kind, Level level) {
        return jdbc.sql("select done_until from sample_rollup where target_table = :table")
                .param("table", level.table(kind))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Does one bucket; false when none is left that is complete. */
    private boolean step(LeaderEpoch epoch, SampleKind kind, Level level, Instant sealed) {
        var end = level.floor(sealed);
        var done = doneUntil(kind, level).orElse(Instant.EPOCH);
        var next = done.isAfter(end) ? Optional.<Instant>empty() : firstRow(kind, level, done);
        var begin = next.map(level::floor).filter(at -> at.isBefore(end));
        if (begin.isEmpty()) {
            moveTo(epoch, kind, level, end);
            return false;
        }
        tables.ensure(kind, level, begin.get());
        transaction.run(epoch, () -> {
            if (!holdMark(kind, level, begin.get()).isAfter(begin.get())) {
                roll(kind, level, begin.get());
                mark(kind, level, begin.get().plus(level.length()));
            }
        });
        return true;
    }

    /** Where nothing is left to do before: the level above can be sure of it, and old partitions can go. */
    private void moveTo(LeaderEpoch epoch, SampleKind kind, Level level, Instant end) {
        if (!doneUntil(kind, level).equals(Optional.of(end))) {
            transaction.run(epoch, () -> {
                holdMark(kind, level, end);
                mark(kind, level, end);
            });
        }
    }

    private Optional<Instant> firstRow(SampleKind kind, Level level, Instant from) {
        return jdbc.sql("select at from " + level.source().orElseThrow().table(kind)
                        + " where at >= :from order by at limit 1")
                .param("from", at(from))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Nobody else moves it until the commit. Where there is none yet, it is put at {@code first}. */
    private Instant holdMark(SampleKind kind, Level level, Instant first) {
        jdbc.sql("insert into sample_rollup (target_table, done_until) values (:table, :first) on conflict do nothing")
                .param("table", level.table(kind))
                .param("first", at(first))
                .update();
        return jdbc.sql("select done_until from sample_rollup where target_table = :table for update")
                .param("table", level.table(kind))
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private void mark(SampleKind kind, Level level, Instant doneUntil) {
        jdbc.sql("update sample_rollup set done_until = :until where target_table = :table")
                .param("table", level.table(kind))
                .param("until", at(doneUntil))
                .update();
    }

    private void roll(SampleKind kind, Level level, Instant begin) {
        jdbc.sql("delete from " + level.table(kind) + " where at = :begin")
                .param("begin", at(begin))
                .update();
        jdbc.sql("insert into " + level.table(kind) + " (" + kind.columns() + ") select " + kind.idColumn()
                        + ", :begin, " + values(kind)
                        + ", least(sum(sample_count), 32767)::smallint, bool_or(clock_off) from "
                        + level.source().orElseThrow().table(kind) + " where at >= :begin and at < :end group by "
                        + kind.idColumn())
                .param("begin", at(begin))
                .param("end", at(begin.plus(level.length())))
                .update();
    }

    private static String values(SampleKind kind) {
        var means = kind.figures().stream()
                .map(figure ->
                        "(sum(%1$s::float8 * sample_count) / sum(sample_count) filter (where %1$s is not null))::real"
                                .formatted(figure.column()));
        var maxima = kind.figuresWithMaximum().stream().map(figure -> "max(" + figure.column() + "_max)");
        return Stream.concat(means, maxima).collect(Collectors.joining(", "));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
