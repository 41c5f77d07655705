package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.cluster.Leadership;
import io.atoll.model.HostId;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks now and then whether a connected host lacks a pool or a network of its cluster. */
@Component
class HostCareSchedule {
    private final JdbcClient jdbc;
    private final HostPreparer preparer;
    private final Leadership leadership;

    HostCareSchedule(JdbcClient jdbc, HostPreparer preparer, Leadership leadership) {
        this.jdbc = jdbc;
        this.preparer = preparer;
        this.leadership = leadership;
    }

    @Scheduled(fixedDelayString = "${atoll.inventory.host-care-interval:30s}")
    void look() {
        if (!leadership.isLeader()) {
            return;
        }
        jdbc.sql("""
                select h.id from host h
                 where h.state = 'READY'
                   and (exists (select 1 from pool p
                                 where p.cluster_id = h.cluster_id and p.state = 'READY'
                                   and not exists (select 1 from pool_host ph
                                                    where ph.pool_id = p.id and ph.host_id = h.id and ph.reachable))
                     or exists (select 1 from network n
                                 where n.cluster_id = h.cluster_id
                                   and not exists (select 1 from network_host nh
                                                    where nh.network_id = n.id and nh.host_id = h.id and nh.state = 'READY')))
                """)
                .query((row, _) -> new HostId(row.getObject("id", UUID.class)))
                .list()
                .forEach(preparer::complete);
    }
}
