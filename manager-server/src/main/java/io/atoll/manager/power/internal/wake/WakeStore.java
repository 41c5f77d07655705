package io.atoll.manager.power.internal.wake;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.power.internal.wake.WakeAttempt.Failure;
import io.atoll.model.HostId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code host_wake}: the newest wakes of every host. */
@Component
public class WakeStore {
    private final JdbcClient jdbc;

    WakeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Repeatable: a task has one row, and the last word about it counts. Forgets the oldest. */
    public void add(HostId host, WakeAttempt attempt) {
        var took = attempt.took();
        var failure = attempt.failure();
        jdbc.sql("""
                insert into host_wake (task_id, host_id, ended_at, test, took_ms, failure_code, failure_detail)
                values (:task, :host, :at, :test, :took, :code, :detail)
                on conflict (task_id) do update set ended_at = :at, took_ms = :took, failure_code = :code, failure_detail = :detail
                """)
                .param("task", attempt.task())
                .param("host", host.value())
                .param("at", attempt.at().atOffset(ZoneOffset.UTC))
                .param("test", attempt.test())
                .param("took", took == null ? null : took.toMillis())
                .param("code", failure == null ? null : failure.code())
                .param("detail", failure == null ? null : failure.detail())
                .update();
        jdbc.sql("""
                delete from host_wake where host_id = :host and task_id not in (
                    select task_id from host_wake where host_id = :host order by ended_at desc, task_id desc limit :kept)
                """).param("host", host.value()).param("kept", WakeBook.KEPT).update();
    }

    /** By host; a host that was never woken has no entry. */
    public Map<HostId, WakeBook> books(Collection<HostId> hosts) {
        if (hosts.isEmpty()) {
            return Map.of();
        }
        var rows = jdbc.sql("select * from host_wake where host_id in (:hosts) order by ended_at desc, task_id desc")
                .param("hosts", hosts.stream().map(HostId::value).toList())
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return Map.entry(new HostId(row.uuid("host_id")), attempt(row));
                })
                .list();
        var books = new TreeMap<HostId, WakeBook>();
        rows.stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .forEach((host, attempts) -> books.put(host, new WakeBook(attempts)));
        return books;
    }

    private static WakeAttempt attempt(Row row) throws SQLException {
        var code = row.textOrNull("failure_code");
        return code == null
                ? WakeAttempt.succeeded(
                        row.uuid("task_id"),
                        row.instant("ended_at"),
                        row.flag("test"),
                        Duration.ofMillis(row.bigint("took_ms")))
                : WakeAttempt.failed(
                        row.uuid("task_id"),
                        row.instant("ended_at"),
                        row.flag("test"),
                        new Failure(code, row.text("failure_detail")));
    }
}
