package io.atoll.manager.dpm.internal.round;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at a cluster at once, on the leader, where a VM waits for room while hosts sleep: one that somebody wanted to start, or a
 * protected one on a host that has fallen silent. Once for each: what that look could not change is for the rounds by the clock.
 */
@Component
class RoomLookout {
    private static final Logger LOG = LoggerFactory.getLogger(RoomLookout.class);

    /** What the last look could not change, the next one seconds later cannot either. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final DpmRounds rounds;
    private final Leadership leadership;
    private final JdbcClient jdbc;
    private final Clock clock;

    RoomLookout(DpmRounds rounds, Leadership leadership, JdbcClient jdbc, Clock clock) {
        this.rounds = rounds;
        this.leadership = leadership;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${atoll.dpm.room-interval:2s}")
    void look() {
        if (!leadership.isLeader()) {
            return;
        }
        try {
            waiting().forEach(this::look);
        } catch (DataAccessException e) {
            LOG.warn("whether VMs wait for room is looked at again later: {}", e.getMessage());
        }
    }

    /** Whatever is wrong with one cluster, the others are looked at all the same. */
    private void look(ClusterId cluster) {
        try {
            rounds.look(cluster);
        } catch (RuntimeException e) {
            LOG.warn("cluster={} whether VMs wait for room is looked at again later: {}", cluster, e.toString());
        }
    }

    /** Clusters whose last round may have been before somebody waited. */
    List<ClusterId> waiting() {
        var before = clock.instant().minus(BETWEEN_LOOKS).atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                select d.cluster_id from cluster_dpm d
                 where d.mode in ('RECOMMEND', 'APPLY')
                   and exists (select from dpm_host h where h.cluster_id = d.cluster_id
                                and h.state in ('ASLEEP', 'DRAINING'))
                   and not exists (select from dpm_round r where r.cluster_id = d.cluster_id and r.at > :before)
                   and (exists (select from dpm_room_wish w where w.cluster_id = d.cluster_id and w.at >
                                coalesce((select max(r.at) from dpm_round r where r.cluster_id = d.cluster_id),
                                         w.at - interval '1 second'))
                        or exists (select from vm v join host h on h.id = v.host_id where v.cluster_id = d.cluster_id
                                    and v.ha_protected and v.power_state = 'UNKNOWN' and h.state <> 'READY'
                                    and v.power_state_since >
                                        coalesce((select max(r.at) from dpm_round r where r.cluster_id = d.cluster_id),
                                                 v.power_state_since - interval '1 second')))""")
                .param("before", before)
                .query((row, _) -> new ClusterId(new Row(row).uuid("cluster_id")))
                .list();
    }
}
