package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.SampleChart;
import io.atoll.manager.metrics.SampleCharts;
import io.atoll.manager.metrics.SampleHistory;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.VmHistory;
import io.atoll.manager.schedule.Retention;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/** Reads the history. */
@Component
class StoredHistory implements SampleHistory, SampleCharts {
    private static final Duration LONGEST_IN_SAMPLES = Duration.ofHours(2);
    private static final Duration LONGEST_IN_FIVE_MINUTES = Duration.ofDays(2);
    private static final int FETCHED_ROWS = 10_000;

    private final JdbcTemplate jdbc;
    private final Retention retention;
    private final Clock clock;

    StoredHistory(JdbcTemplate jdbc, Retention retention, Clock clock) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public SampleChart host(HostId host, Range range) {
        return chart(SampleKind.HOST, host.value(), range);
    }

    @Override
    public SampleChart vm(VmId vm, Range range) {
        return chart(SampleKind.VM, vm.value(), range);
    }

    private SampleChart chart(SampleKind kind, UUID id, Range asked) {
        var range = ChartRange.of(asked, clock.instant(), this::kept);
        var chart = new ChartBuilder(kind, range);
        if (range.points() > 0) {
            jdbc.query(
                    connection -> {
                        var query = connection.prepareStatement(
                                chartQuery(kind, range.resolution().level()));
                        query.setObject(1, id);
                        query.setArray(2, connection.createArrayOf("timestamptz", times(range)));
                        query.setObject(3, at(range.from()));
                        query.setObject(4, at(range.to()));
                        return query;
                    },
                    (RowCallbackHandler) chart::add);
        }
        return chart.build();
    }

    /**
     * The times one by one: with the index on time and id each is found at once, whereas a range of time would go through the
     * rows of all objects.
     */
    private static String chartQuery(SampleKind kind, Level level) {
        return "select at, sample_count, clock_off, " + String.join(", ", kind.valueColumns()) + " from "
                + level.table(kind) + " where " + kind.idColumn() + " = ? and at = any (?) and at >= ? and at < ?";
    }

    private static Object[] times(ChartRange range) {
        var step = range.resolution().level().length();
        return Stream.iterate(range.from(), at -> at.isBefore(range.to()), at -> at.plus(step))
                .map(Instant::toString)
                .toArray();
    }

    private Duration kept(Level level) {
        return switch (level) {
            case SAMPLES -> retention.samples();
            case FIVE_MINUTES -> retention.samplesFiveMinutes();
            case HOURS -> retention.samplesHourly();
        };
    }

    @Override
    public VmHistory ofCluster(ClusterId cluster, Duration span, Set<VmFigure> figures) {
        if (!span.isPositive() || figures.isEmpty()) {
            throw new IllegalArgumentException(
                    "A history needs a span (%s) and figures (%s).".formatted(span, figures));
        }
        var level = span.compareTo(LONGEST_IN_SAMPLES) <= 0
                ? Level.SAMPLES
                : span.compareTo(LONGEST_IN_FIVE_MINUTES) <= 0 ? Level.FIVE_MINUTES : Level.HOURS;
        var steps =
                Math.toIntExact(Math.ceilDiv(span.toSeconds(), level.length().toSeconds()));
        var end = level.floor(clock.instant().minus(lag(level)));
        var begin = end.minus(level.length().multipliedBy(steps));
        var ordered = List.copyOf(new TreeSet<>(figures));
        var history = new VmHistory.Builder(begin, level.length(), steps, figures);
        jdbc.query(
                connection -> {
                    var query = connection.prepareStatement(clusterQuery(level, ordered));
                    query.setFetchSize(FETCHED_ROWS);
                    query.setObject(1, cluster.value());
                    query.setObject(2, at(begin));
                    query.setObject(3, at(end));
                    return query;
                },
                (RowCallbackHandler) row -> put(row, ordered, begin, level, history));
        return history.build();
    }

    /** After its end a bucket is written this late at most, while nothing is wrong. */
    private static Duration lag(Level level) {
        var written = SampleCollector.PATIENCE.plusSeconds(5);
        return switch (level) {
            case SAMPLES -> written;
            case FIVE_MINUTES -> written.plus(SampleBucket.LENGTH).plus(SampleRollup.MARGIN);
            case HOURS ->
                written.plus(SampleBucket.LENGTH).plus(SampleRollup.MARGIN).plusMinutes(5);
        };
    }

    private static String clusterQuery(Level level, List<VmFigure> figures) {
        var columns = figures.stream()
                .flatMap(figure -> figure.keepsMaximum()
                        ? Stream.of(figure.column(), figure.column() + "_max")
                        : Stream.of(figure.column()))
                .map(column -> "s." + column)
                .collect(Collectors.joining(", "));
        return "select s.vm_id, date_part('epoch', s.at)::bigint, " + columns + " from " + level.table(SampleKind.VM)
                + " s join vm v on v.id = s.vm_id and v.cluster_id = ? where s.at >= ? and s.at < ?";
    }

    /** By place and as plain numbers: a cluster has tens of thousands of rows, and names and dates take most of the time. */
    private static void put(
            ResultSet row, List<VmFigure> figures, Instant begin, Level level, VmHistory.Builder history)
            throws SQLException {
        var vm = new VmId(row.getObject(1, UUID.class));
        var step = Math.toIntExact(
                (row.getLong(2) - begin.getEpochSecond()) / level.length().toSeconds());
        var column = 3;
        for (var figure : figures) {
            var mean = number(row, column++);
            var maximum = figure.keepsMaximum() ? number(row, column++) : Double.NaN;
            history.put(vm, step, figure, (float) mean, (float) maximum);
        }
    }

    private static double number(ResultSet row, int column) throws SQLException {
        float value = row.getFloat(column);
        return row.wasNull() ? Double.NaN : value;
    }

    static double mean(ResultSet row, Figure figure) throws SQLException {
        return number(row, figure.column());
    }

    static double maximum(ResultSet row, Figure figure) throws SQLException {
        return figure.keepsMaximum() ? number(row, figure.column() + "_max") : Double.NaN;
    }

    private static double number(ResultSet row, String column) throws SQLException {
        float value = row.getFloat(column);
        return row.wasNull() ? Double.NaN : value;
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
