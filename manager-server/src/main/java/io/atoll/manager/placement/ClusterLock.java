package io.atoll.manager.placement;

import io.atoll.model.ClusterId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets the decisions of a cluster, and the changes of its rules and resource pools, come one after the other. */
@Component
public class ClusterLock {
    /** Sets our advisory locks apart from those of others in the same database. */
    private static final int LOCK_SPACE = 0x41_70_6c;

    private final JdbcClient jdbc;

    ClusterLock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Held until the caller's transaction ends. Two clusters that share a hash merely wait for each other. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(ClusterId cluster) {
        jdbc.sql("select 1 from (select pg_advisory_xact_lock(:space, :cluster)) as held")
                .param("space", LOCK_SPACE)
                .param("cluster", cluster.value().hashCode())
                .query(Integer.class)
                .single();
    }
}
