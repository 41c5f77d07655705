package io.atoll.manager.dpm.internal.energy;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was drawn and saved, as clients see it. */
@Component
public class SavingsViews {
    private static final Duration USUAL = Duration.ofDays(1);
    private static final int LONGEST_DAYS = 400;
    private static final int LONGEST_TEXT_CHARS = 64;

    private final JdbcClient jdbc;
    private final Clock clock;

    SavingsViews(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A time from which to which somebody wants to know. */
    public record Range(Instant from, Instant to) {}

    /**
     * What was drawn and saved.
     *
     * @param from the beginning of its first hour
     * @param hours those in which anything was counted
     */
    public record Savings(Instant from, Instant to, Amounts total, List<Hour> hours) {
        public Savings {
            hours = List.copyOf(hours);
        }
    }

    /** One hour, of all hosts together. */
    public record Hour(Instant at, Amounts amounts) {}

    /**
     * Energy, and how it is known, of all hosts together.
     *
     * @param savedWh what sleeping hosts would have drawn idle, less what they drew
     * @param measuredSeconds of hosts whose controllers have measured all that counts
     * @param modelledSeconds of hosts for which some of it was reckoned from what somebody has set
     * @param unknownSeconds of hosts of which nobody can tell; what they drew and saved is missing
     */
    public record Amounts(
            double drawnWh,
            double savedWh,
            double measuredSeconds,
            double modelledSeconds,
            double unknownSeconds,
            double asleepSeconds) {}

    /** The range that was asked for; without it the last day. */
    public Range range(@Nullable String from, @Nullable String to) {
        var check = new InputCheck();
        var end = to == null ? clock.instant() : time("to", to, check);
        var begin = from == null ? end.minus(USUAL) : time("from", from, check);
        check.require(begin.isBefore(end), "from", "from must be before to.");
        check.require(
                !begin.isBefore(end.minus(Duration.ofDays(LONGEST_DAYS))),
                "from",
                "from lies %d days before to; at most %d are answered."
                        .formatted(Duration.between(begin, end).toDays(), LONGEST_DAYS));
        check.done();
        return new Range(begin, end);
    }

    private Instant time(String field, String said, InputCheck check) {
        try {
            if (said.length() <= LONGEST_TEXT_CHARS) {
                var at = Instant.parse(said);
                var now = clock.instant();
                if (Math.abs(ChronoUnit.DAYS.between(now, at)) <= 100L * LONGEST_DAYS) {
                    return at;
                }
            }
        } catch (DateTimeException _) {
            // said below
        }
        check.refuse(field, "%s must be a time such as 2026-05-04T03:02:01Z.".formatted(field));
        return clock.instant();
    }

    /** Hours that begin in the range, and the one it begins in. */
    public Savings of(ClusterId cluster, Range range) {
        var from = range.from().truncatedTo(ChronoUnit.HOURS);
        var hours = jdbc.sql(select("hour,", "group by hour order by hour"))
                .param("cluster", cluster.value())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", range.to().atOffset(ZoneOffset.UTC))
                .query((columns, _) -> new Hour(new Row(columns).instant("hour"), amounts(columns)))
                .list();
        var total = jdbc.sql(select("", ""))
                .param("cluster", cluster.value())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", range.to().atOffset(ZoneOffset.UTC))
                .query((columns, _) -> amounts(columns))
                .single();
        return new Savings(from, range.to(), total, hours);
    }

    private static String select(String columns, String end) {
        return "select " + columns + """
                 coalesce(sum(drawn_wh), 0) as drawn, coalesce(sum(saved_wh), 0) as saved,
                       coalesce(sum(measured_seconds), 0) as measured, coalesce(sum(modelled_seconds), 0) as modelled,
                       coalesce(sum(unknown_seconds), 0) as unknown_s, coalesce(sum(asleep_seconds), 0) as asleep
                  from dpm_energy where cluster_id = :cluster and hour >= :from and hour < :to\s""" + end;
    }

    private static Amounts amounts(ResultSet columns) throws SQLException {
        return new Amounts(
                columns.getDouble("drawn"),
                columns.getDouble("saved"),
                columns.getDouble("measured"),
                columns.getDouble("modelled"),
                columns.getDouble("unknown_s"),
                columns.getDouble("asleep"));
    }
}
