package io.atoll.manager.vm.internal;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The moves of VMs, as long as the VM is there. */
@Component
public class MigrationHistory {
    private static final int MOST_SHOWN = 200;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;

    MigrationHistory(JdbcClient jdbc, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /** A host as it was named then. */
    public record End(HostId host, String name) {}

    /** One move. Figures are missing where it failed, or where the source was lost before it could tell. */
    public record Entry(
            VmId vm,
            TaskId task,
            End source,
            End target,
            String outcome,
            String detail,
            @Nullable Long totalMs,
            @Nullable Long downtimeMs,
            @Nullable Long transferredBytes) {
        public Entry with(@Nullable Long total, @Nullable Long downtime, @Nullable Long bytes) {
            return new Entry(vm, task, source, target, outcome, detail, total, downtime, bytes);
        }
    }

    /** One move as clients see it. */
    public record View(
            UUID id,
            UUID taskId,
            UUID sourceHostId,
            String sourceHostName,
            UUID targetHostId,
            String targetHostName,

            @Schema(allowableValues = {"SUCCEEDED", "FAILED"})
            String outcome,

            String detail,
            Instant startedAt,
            Instant endedAt,
            @Nullable Long totalMs,
            @Nullable Long downtimeMs,
            @Nullable Long transferredBytes) {}

    /** Keeps a move; once for each task, however often its last step is called. */
    public void add(Entry entry) {
        jdbc.sql("""
                insert into vm_migration (id, vm_id, task_id, source_host_id, source_host_name, target_host_id,
                                          target_host_name, outcome, detail, started_at, ended_at, total_ms,
                                          downtime_ms, transferred_bytes)
                select :id, v.id, :task, :source, :sourceName, :target, :targetName, :outcome, :detail,
                       coalesce((select t.started_at from task t where t.id = :task), :now), :now, :total, :downtime, :bytes
                  from vm v where v.id = :vm
                on conflict (task_id) do nothing
                """)
                .param("id", ids.next())
                .param("vm", entry.vm.value())
                .param("task", entry.task.value())
                .param("source", entry.source.host.value())
                .param("sourceName", entry.source.name)
                .param("target", entry.target.host.value())
                .param("targetName", entry.target.name)
                .param("outcome", entry.outcome)
                .param("detail", entry.detail)
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("total", entry.totalMs, Types.BIGINT)
                .param("downtime", entry.downtimeMs, Types.BIGINT)
                .param("bytes", entry.transferredBytes, Types.BIGINT)
                .update();
    }

    /** The newest moves of a VM, newest first. */
    public List<View> of(VmId vm) {
        return jdbc.sql("select * from vm_migration where vm_id = :vm order by started_at desc, id desc limit :most")
                .param("vm", vm.value())
                .param("most", MOST_SHOWN)
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new View(
                            row.uuid("id"),
                            row.uuid("task_id"),
                            row.uuid("source_host_id"),
                            row.text("source_host_name"),
                            row.uuid("target_host_id"),
                            row.text("target_host_name"),
                            row.text("outcome"),
                            row.text("detail"),
                            row.instant("started_at"),
                            row.instant("ended_at"),
                            row.bigintOrNull("total_ms"),
                            row.bigintOrNull("downtime_ms"),
                            row.bigintOrNull("transferred_bytes"));
                })
                .list();
    }
}
