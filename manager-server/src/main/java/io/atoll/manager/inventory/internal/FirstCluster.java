package io.atoll.manager.inventory.internal;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.inventory.internal.ClusterService.Draft;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A new installation has one cluster, so that the first host has somewhere to go. Deleted later, it does not come back. */
@Component
class FirstCluster implements LeadershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(FirstCluster.class);

    private final JdbcClient jdbc;
    private final ClusterService clusters;
    private final LeaderTransaction transaction;

    FirstCluster(JdbcClient jdbc, ClusterService clusters, LeaderTransaction transaction, Leadership leadership) {
        this.jdbc = jdbc;
        this.clusters = clusters;
        this.transaction = transaction;
        leadership.onChange(this);
    }

    @Override
    public void leading(LeaderEpoch epoch) {
        try {
            transaction.run(epoch, this::makeOnce);
        } catch (RuntimeException e) {
            LOG.warn("The first cluster could not be made; the next leader tries again", e);
        }
    }

    @Override
    public void following() {}

    private void makeOnce() {
        var first = jdbc.sql("insert into inventory_seed (only_row) values (true) on conflict do nothing")
                        .update()
                == 1;
        if (first) {
            clusters.create(new Draft("default", null, null, null, null, null));
        }
    }
}
