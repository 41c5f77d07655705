package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.RecentSamples;
import io.atoll.manager.metrics.VmFigure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/** Reads the two newest steps there are: in the newest alone, a host that was a little late would be missing. */
@Component
class StoredRecent implements RecentSamples {
    private static final Duration RECENT = Duration.ofMinutes(2);

    private final JdbcTemplate jdbc;
    private final Clock clock;

    StoredRecent(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Map<UUID, Recent> hosts(Set<HostFigure> figures) {
        return read(
                SampleKind.HOST,
                figures.stream().sorted().map(Figure.class::cast).toList());
    }

    @Override
    public Map<UUID, Recent> vms(Set<VmFigure> figures) {
        return read(
                SampleKind.VM, figures.stream().sorted().map(Figure.class::cast).toList());
    }

    private Map<UUID, Recent> read(SampleKind kind, List<Figure> figures) {
        if (figures.isEmpty()) {
            return Map.of();
        }
        var table = Level.SAMPLES.table(kind);
        var length = SampleBucket.LENGTH;
        var now = clock.instant();
        var newest = jdbc.queryForObject(
                "select max(at) from " + table + " where at > ? and at <= ?",
                OffsetDateTime.class,
                at(now.minus(RECENT).minus(length)),
                at(now));
        if (newest == null) {
            return Map.of();
        }
        var columns = figures.stream().map(Figure::column).collect(Collectors.joining(", "));
        var found = new HashMap<UUID, Recent>();
        jdbc.query(
                "select %1$s as id, at, %2$s from %3$s where at in (?, ?) order by at"
                        .formatted(kind.idColumn(), columns, table),
                (RowCallbackHandler) row -> {
                    var begin = row.getObject("at", OffsetDateTime.class).toInstant();
                    found.put(row.getObject("id", UUID.class), new Recent(begin.plus(length), means(row, figures)));
                },
                newest,
                newest.minus(length));
        return found;
    }

    private static Map<Figure, Double> means(ResultSet row, List<Figure> figures) throws SQLException {
        var means = new HashMap<Figure, Double>();
        for (var figure : figures) {
            float mean = row.getFloat(figure.column());
            if (!row.wasNull()) {
                means.put(figure, (double) mean);
            }
        }
        return means;
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
