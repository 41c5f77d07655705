package io.atoll.manager.drs.internal;

import io.atoll.manager.drs.Balancing;
import io.atoll.manager.drs.DrsMode;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code cluster_drs}. */
@Component
public class SettingsStore implements Balancing {
    private final JdbcClient jdbc;

    SettingsStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public DrsSettings of(ClusterId cluster) {
        return jdbc.sql("select * from cluster_drs where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, _) -> settings(new Row(row)))
                .optional()
                .orElseGet(() -> DrsSettings.untouched(cluster));
    }

    @Override
    public boolean acts(ClusterId cluster) {
        return of(cluster).mode() == DrsMode.APPLY;
    }

    /** Clusters that are balanced, by id. */
    public List<ClusterId> balanced() {
        return jdbc.sql("select cluster_id from cluster_drs where mode <> 'OFF' order by cluster_id")
                .query((row, _) -> new ClusterId(new Row(row).uuid("cluster_id")))
                .list();
    }

    /** The settings, unchanging until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public DrsSettings lock(ClusterId cluster, Instant now) {
        var untouched = DrsSettings.untouched(cluster);
        write("""
                insert into cluster_drs (cluster_id, revision, updated_at, mode, level, cool_down_minutes, patience_minutes)
                values (:cluster, :revision, :now, :mode, :level, :coolDown, :patience)
                on conflict (cluster_id) do nothing""", untouched, now);
        return jdbc.sql("select * from cluster_drs where cluster_id = :cluster for update")
                .param("cluster", cluster.value())
                .query((row, _) -> settings(new Row(row)))
                .single();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void save(DrsSettings settings, Instant now) {
        write("""
                update cluster_drs set revision = :revision, updated_at = :now, mode = :mode, level = :level,
                       cool_down_minutes = :coolDown, patience_minutes = :patience where cluster_id = :cluster""", settings, now);
    }

    private void write(String sql, DrsSettings settings, Instant now) {
        jdbc.sql(sql)
                .param("cluster", settings.cluster().value())
                .param("revision", settings.revision())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("mode", settings.mode().name())
                .param("level", settings.level())
                .param("coolDown", settings.coolDownMinutes())
                .param("patience", settings.patienceMinutes())
                .update();
    }

    private static DrsSettings settings(Row row) throws SQLException {
        return new DrsSettings(
                new ClusterId(row.uuid("cluster_id")),
                row.bigint("revision"),
                DrsMode.valueOf(row.text("mode")),
                row.integer("level"),
                row.integer("cool_down_minutes"),
                row.integer("patience_minutes"));
    }
}
