package io.atoll.manager.vm.internal.policy;

import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code cluster_migration_policy}. */
@Component
public class MigrationPolicyStore {
    private final JdbcClient jdbc;

    MigrationPolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public MigrationPolicy of(ClusterId cluster) {
        return jdbc.sql("select * from cluster_migration_policy where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((columns, _) -> policy(new Row(columns)))
                .optional()
                .orElseGet(() -> MigrationPolicy.usual(cluster));
    }

    /** The policy, unchanging until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public MigrationPolicy lock(ClusterId cluster, Instant now) {
        write("""
                insert into cluster_migration_policy
                       (cluster_id, revision, bandwidth_mib_per_second, pause_ladder_ms, auto_converge, updated_at)
                values (:cluster, :revision, :bandwidth, :ladder, :autoConverge, :now)
                on conflict (cluster_id) do nothing""", MigrationPolicy.usual(cluster), now);
        return jdbc.sql("select * from cluster_migration_policy where cluster_id = :cluster for update")
                .param("cluster", cluster.value())
                .query((columns, _) -> policy(new Row(columns)))
                .single();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void save(MigrationPolicy policy, Instant now) {
        write("""
                update cluster_migration_policy
                   set revision = :revision, bandwidth_mib_per_second = :bandwidth, pause_ladder_ms = :ladder,
                       auto_converge = :autoConverge, updated_at = :now
                 where cluster_id = :cluster""", policy, now);
    }

    private void write(String sql, MigrationPolicy policy, Instant now) {
        jdbc.sql(sql)
                .param("cluster", policy.cluster().value())
                .param("revision", policy.revision())
                .param("bandwidth", policy.bandwidthMiBPerSecond())
                .param("ladder", policy.pauseLadderMs().toArray(Integer[]::new))
                .param("autoConverge", policy.autoConverge())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static MigrationPolicy policy(Row row) throws SQLException {
        var ladder = (Integer[]) row.columns().getArray("pause_ladder_ms").getArray();
        return new MigrationPolicy(
                new ClusterId(row.uuid("cluster_id")),
                row.bigint("revision"),
                row.integer("bandwidth_mib_per_second"),
                List.of(ladder),
                row.columns().getBoolean("auto_converge"));
    }
}
