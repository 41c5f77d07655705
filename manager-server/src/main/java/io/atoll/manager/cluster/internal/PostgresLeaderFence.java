package io.atoll.manager.cluster.internal;

import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.cluster.LeaderFence;
import io.atoll.model.LeaderEpoch;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The fence as one row of Postgres. Writers read it FOR SHARE, so a new leader's raise waits for the writes of the old one
 * that are under way, and every write that begins afterwards sees the new epoch and fails.
 */
public final class PostgresLeaderFence implements LeaderFence {
    private final JdbcClient jdbc;

    public PostgresLeaderFence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void check(LeaderEpoch epoch) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("The leader's fence only holds inside a transaction.");
        }
        var current = jdbc.sql("select epoch from leader_epoch for share")
                .query((rs, _) -> new LeaderEpoch(rs.getLong("epoch")))
                .single();
        if (!current.equals(epoch)) {
            throw new DeposedException(epoch, current);
        }
    }

    /** The newest epoch any leader had. */
    LeaderEpoch current() {
        return jdbc.sql("select epoch from leader_epoch")
                .query((rs, _) -> new LeaderEpoch(rs.getLong("epoch")))
                .single();
    }

    /** Makes this epoch the one that may write; false when it is not newer than what is there. */
    public boolean raise(LeaderEpoch epoch, UUID manager, Instant since) {
        return jdbc.sql(
                                "update leader_epoch set epoch = :epoch, manager_id = :manager, since = :since where epoch < :epoch")
                        .param("epoch", epoch.value())
                        .param("manager", manager)
                        .param("since", since.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }
}
