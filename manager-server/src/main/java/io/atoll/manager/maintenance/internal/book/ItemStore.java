package io.atoll.manager.maintenance.internal.book;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.vm.VmSubtasks.MigrationFigures;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code maintenance_item}. Whoever writes has locked the maintenance they belong to. */
@Component
public class ItemStore {
    private final JdbcClient jdbc;

    ItemStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By purpose, wave and name. */
    public List<Item> of(UUID maintenance) {
        return jdbc.sql("""
                select * from maintenance_item where maintenance_id = :id
                 order by case purpose when 'LEAVE' then 0 when 'MAKE_ROOM' then 1 when 'START' then 2 else 3 end, wave,
                          vm_name, vm_id
                """)
                .param("id", maintenance)
                .query((columns, _) -> item(new Row(columns)))
                .list();
    }

    /** The same item as it is now. */
    public Optional<Item> find(UUID maintenance, Item like) {
        return jdbc.sql("""
                select * from maintenance_item
                 where maintenance_id = :id and purpose = :purpose and vm_id = :vm and wave = :wave
                """)
                .param("id", maintenance)
                .param("purpose", like.purpose().name())
                .param("vm", like.vm().value())
                .param("wave", like.wave())
                .query((columns, _) -> item(new Row(columns)))
                .optional();
    }

    /** Writes it in place of what was there. */
    public void save(UUID maintenance, Item item) {
        jdbc.sql("""
                insert into maintenance_item (maintenance_id, purpose, vm_id, vm_name, memory_mib, choice, state, wave,
                    from_host_id, to_host_id, to_host_name, task_id, attempts, retry_at, reason, total_ms, pause_ms,
                    transferred_bytes, begun_at, ended_at)
                values (:id, :purpose, :vm, :name, :memory, :choice, :state, :wave, :from, :to, :toName, :task, :attempts,
                    :retry, :reason, :total, :pause, :bytes, :begun, :ended)
                on conflict (maintenance_id, purpose, vm_id, wave) do update set vm_name = excluded.vm_name,
                    memory_mib = excluded.memory_mib, choice = excluded.choice, state = excluded.state,
                    from_host_id = excluded.from_host_id, to_host_id = excluded.to_host_id,
                    to_host_name = excluded.to_host_name, task_id = excluded.task_id, attempts = excluded.attempts,
                    retry_at = excluded.retry_at, reason = excluded.reason, total_ms = excluded.total_ms,
                    pause_ms = excluded.pause_ms, transferred_bytes = excluded.transferred_bytes,
                    begun_at = excluded.begun_at, ended_at = excluded.ended_at
                """)
                .param("id", maintenance)
                .param("purpose", item.purpose().name())
                .param("vm", item.vm().value())
                .param("name", item.vmName())
                .param("memory", item.memoryMiB())
                .param("choice", item.choice().name())
                .param("state", item.state().name())
                .param("wave", item.wave())
                .param("from", id(item.from()), Types.OTHER)
                .param("to", id(item.to()), Types.OTHER)
                .param("toName", item.toName())
                .param("task", item.task() == null ? null : item.task().value(), Types.OTHER)
                .param("attempts", item.attempts())
                .param("retry", time(item.retryAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("reason", item.reason())
                .param("total", item.figures().totalMs(), Types.BIGINT)
                .param("pause", item.figures().pauseMs(), Types.BIGINT)
                .param("bytes", item.figures().transferredBytes(), Types.BIGINT)
                .param("begun", time(item.begunAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("ended", time(item.endedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    private static Item item(Row row) throws SQLException {
        return new Item(
                Purpose.valueOf(row.text("purpose")),
                new VmId(row.uuid("vm_id")),
                row.text("vm_name"),
                row.bigint("memory_mib"),
                Choice.valueOf(row.text("choice")),
                ItemState.valueOf(row.text("state")),
                row.integer("wave"),
                host(row.uuidOrNull("from_host_id")),
                host(row.uuidOrNull("to_host_id")),
                row.text("to_host_name"),
                MaintenanceStore.task(row.uuidOrNull("task_id")),
                row.integer("attempts"),
                row.instantOrNull("retry_at"),
                row.text("reason"),
                new MigrationFigures(
                        row.bigintOrNull("total_ms"),
                        row.bigintOrNull("pause_ms"),
                        row.bigintOrNull("transferred_bytes")),
                row.instantOrNull("begun_at"),
                row.instantOrNull("ended_at"));
    }

    private static @Nullable HostId host(@Nullable UUID id) {
        return id == null ? null : new HostId(id);
    }

    private static @Nullable UUID id(@Nullable HostId host) {
        return host == null ? null : host.value();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : MaintenanceStore.time(at);
    }
}
