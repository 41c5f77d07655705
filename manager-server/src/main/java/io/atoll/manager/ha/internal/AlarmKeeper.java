package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.ha.internal.HaAlarms.Alarm;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.ClusterId;
import io.atoll.model.LeaderEpoch;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells the event stream when HA's alarms of a cluster change, on the leader. */
@Component
class AlarmKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmKeeper.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final Inventory inventory;
    private final ClusterHaStates states;
    private final Events events;
    private final Leadership leadership;
    private final LeaderTransaction transaction;

    AlarmKeeper(
            JdbcClient jdbc,
            Inventory inventory,
            ClusterHaStates states,
            Events events,
            Leadership leadership,
            LeaderTransaction transaction) {
        this.jdbc = jdbc;
        this.inventory = inventory;
        this.states = states;
        this.events = events;
        this.leadership = leadership;
        this.transaction = transaction;
    }

    /** What the event carries. */
    record AlarmsView(UUID clusterId, List<ClusterHaStates.AlarmView> alarms) {}

    @Scheduled(fixedDelayString = "${atoll.ha.alarm-interval:5s}")
    void look() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            return;
        }
        try {
            jdbc.sql("select id from cluster where ha_enabled order by id")
                    .query((row, _) -> new ClusterId(row.getObject("id", UUID.class)))
                    .list()
                    .forEach(id -> inventory.cluster(id).ifPresent(cluster -> look(cluster, epoch.get())));
        } catch (ZookeeperUnavailableException | DataAccessException e) {
            LOG.debug("HA's alarms are looked at later: {}", e.getMessage());
        }
    }

    private void look(Cluster cluster, LeaderEpoch epoch) {
        var alarms = states.alarms(cluster);
        var text = JSON.writeValueAsString(alarms);
        var changed = transaction.call(epoch, () -> {
            var revision = jdbc.sql("""
                    insert into cluster_ha_state (cluster_id, alarms, revision)
                    select c.id, :alarms::jsonb, 0 from cluster c where c.id = :cluster
                    on conflict (cluster_id) do update
                       set alarms = excluded.alarms, revision = cluster_ha_state.revision + 1
                     where cluster_ha_state.alarms is distinct from excluded.alarms
                    returning revision
                    """)
                    .param("cluster", cluster.id().value())
                    .param("alarms", text)
                    .query(Long.class)
                    .optional();
            revision.ifPresent(number -> events.publish(
                    "ha",
                    cluster.id().toString(),
                    cluster.name(),
                    number,
                    number == 0 ? Change.CREATED : Change.CHANGED,
                    new AlarmsView(
                            cluster.id().value(),
                            alarms.stream().map(ClusterHaStates::view).toList())));
            return revision.isPresent();
        });
        if (changed) {
            LOG.info(
                    "cluster={} HA alarms: {}",
                    cluster.id(),
                    alarms.stream().map(Alarm::code).distinct().collect(Collectors.joining(", ")));
        }
    }
}
