package io.atoll.manager.ha.internal;

import io.atoll.manager.ha.HaConcerns;
import io.atoll.manager.ha.internal.HaAlarms.Alarm;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The alarms that {@link AlarmKeeper} wrote. */
@Component
class StoredConcerns implements HaConcerns {
    private static final TypeReference<List<Alarm>> ALARMS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    StoredConcerns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record OfCluster(ClusterId cluster, List<Alarm> alarms) {}

    @Override
    public List<HaConcern> standing() {
        return jdbc
                .sql("""
                select s.cluster_id, s.alarms from cluster_ha_state s join cluster c on c.id = s.cluster_id
                 where c.ha_enabled order by s.cluster_id""")
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new OfCluster(new ClusterId(row.uuid("cluster_id")), row.json("alarms", ALARMS));
                })
                .list()
                .stream()
                .flatMap(of -> of.alarms.stream()
                        .map(alarm -> new HaConcern(
                                of.cluster,
                                alarm.code(),
                                alarm.detail(),
                                alarm.blocks(),
                                alarm.hostId() == null ? null : new HostId(alarm.hostId()))))
                .toList();
    }
}
