package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.LiveSamples.HostSample;
import io.atoll.manager.metrics.LiveSamples.VmSample;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The leader's newest samples as one row, for the managers that have no links to the hosts. The row is in an unlogged table:
 * losing it with a crash of the database costs two seconds. Ages are told by the database's clock, so that managers' clocks
 * need not agree.
 */
@Component
class SharedSamples {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    SharedSamples(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** What all hosts and VMs used when their hosts were last asked. */
    record Round(List<HostSample> hosts, List<VmSample> vms) {
        Round shifted(Duration by) {
            return new Round(
                    hosts.stream()
                            .map(sample -> sample.takenAt(sample.at().plus(by)))
                            .toList(),
                    vms.stream()
                            .map(sample -> sample.takenAt(sample.at().plus(by)))
                            .toList());
        }
    }

    /** Replaces the row, unless a newer leader wrote it. */
    void write(LeaderEpoch epoch, Round round) {
        jdbc.sql("""
                insert into live_samples as known (leader_epoch, written_at, leader_time, round)
                values (:epoch, clock_timestamp(), :now, :round)
                on conflict (only_row) do update
                set leader_epoch = excluded.leader_epoch, written_at = excluded.written_at,
                    leader_time = excluded.leader_time, round = excluded.round
                where known.leader_epoch <= excluded.leader_epoch""")
                .param("epoch", epoch.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("round", json.writeValueAsString(round))
                .update();
    }

    /** The row by this manager's clock; empty when there is none younger than {@code limit}. */
    Optional<Round> read(Duration limit) {
        return jdbc.sql("""
                select round, leader_time, written_at, clock_timestamp() as now from live_samples
                where written_at > clock_timestamp() - :seconds * interval '1 second'""")
                .param("seconds", limit.toSeconds())
                .query((row, _) -> {
                    var age = Duration.between(
                            instant(row.getObject("written_at", OffsetDateTime.class)),
                            instant(row.getObject("now", OffsetDateTime.class)));
                    var writtenHere = clock.instant().minus(age);
                    var writtenThere = instant(row.getObject("leader_time", OffsetDateTime.class));
                    return json.readValue(row.getString("round"), Round.class)
                            .shifted(Duration.between(writtenThere, writtenHere));
                })
                .optional();
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
