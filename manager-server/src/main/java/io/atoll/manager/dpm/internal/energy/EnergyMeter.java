package io.atoll.manager.dpm.internal.energy;

import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.power.PowerFacts;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SortedMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts what hosts draw and what sleep saves, from one round to the next, in the transaction that remembers until when: what a
 * killed manager had not counted is counted once by its successor, or is a gap.
 */
@Component
public class EnergyMeter {
    /** What a host draws now says nothing of longer ago; that is a gap, and told as unknown. */
    private static final Duration LONGEST_COUNTED = Duration.ofMinutes(5);

    private final JdbcClient jdbc;

    EnergyMeter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    public void count(
            ClusterId cluster, SortedMap<HostId, PowerFacts> power, SortedMap<HostId, ParkedHost> parked, Instant now) {
        var last = jdbc.sql("select metered_at from cluster_dpm where cluster_id = :cluster for update")
                .param("cluster", cluster.value())
                .query((row, _) -> Optional.ofNullable(new Row(row).instantOrNull("metered_at")))
                .optional();
        if (last.isEmpty()) {
            return; // nobody has set anything for this cluster
        }
        jdbc.sql("update cluster_dpm set metered_at = :now where cluster_id = :cluster")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("cluster", cluster.value())
                .update();
        var passed = last.get().map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
        // A clock that was set back, or two looks at once: nothing has passed.
        if (!passed.isPositive() || passed.compareTo(LONGEST_COUNTED) > 0) {
            return;
        }
        power.forEach((host, facts) -> add(cluster, host, EnergyShare.of(facts, parked.get(host), passed), now));
    }

    private void add(ClusterId cluster, HostId host, EnergyShare share, Instant now) {
        jdbc.sql("""
                insert into dpm_energy (cluster_id, host_id, hour, drawn_wh, saved_wh, measured_seconds, modelled_seconds,
                       unknown_seconds, asleep_seconds)
                values (:cluster, :host, date_trunc('hour', cast(:now as timestamptz), 'UTC'), :drawn, :saved, :measured,
                        :modelled, :unknown, :asleep)
                on conflict (cluster_id, hour, host_id) do update set drawn_wh = dpm_energy.drawn_wh + :drawn,
                    saved_wh = dpm_energy.saved_wh + :saved, measured_seconds = dpm_energy.measured_seconds + :measured,
                    modelled_seconds = dpm_energy.modelled_seconds + :modelled,
                    unknown_seconds = dpm_energy.unknown_seconds + :unknown,
                    asleep_seconds = dpm_energy.asleep_seconds + :asleep""")
                .param("cluster", cluster.value())
                .param("host", host.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("drawn", share.drawnWh())
                .param("saved", share.savedWh())
                .param("measured", share.measuredSeconds())
                .param("modelled", share.modelledSeconds())
                .param("unknown", share.unknownSeconds())
                .param("asleep", share.asleepSeconds())
                .update();
    }
}
