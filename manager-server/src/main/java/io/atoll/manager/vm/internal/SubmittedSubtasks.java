package io.atoll.manager.vm.internal;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Submits parts of larger tasks the way people's requests are submitted. */
@Component
class SubmittedSubtasks implements VmSubtasks {
    private final VmPowerRequests requests;
    private final JdbcClient jdbc;

    SubmittedSubtasks(VmPowerRequests requests, JdbcClient jdbc) {
        this.requests = requests;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true)
    public SortedSet<VmId> movable(ClusterId cluster) {
        var movable = new TreeSet<VmId>();
        jdbc.sql("select id from vm where cluster_id = :cluster and power_state = 'RUNNING' and active_task_id is null")
                .param("cluster", cluster.value())
                .query(row -> {
                    movable.add(new VmId(row.getObject("id", UUID.class)));
                });
        return Collections.unmodifiableSortedSet(movable);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Occupant> occupants(HostId host) {
        return jdbc.sql("""
                select v.id, v.name, v.power_state, v.active_task_id, v.memory_mib,
                       not (v.power_state in %1$s and v.host_id is not distinct from :host) as arriving
                  from vm v left join placement_reservation r on r.vm_id = v.id
                 where (v.power_state in %1$s and v.host_id = :host) or r.host_id = :host
                 order by v.name, v.id
                """.formatted(SqlVmCensus.OCCUPYING))
                .param("host", host.value())
                .query((columns, _) -> occupant(new Row(columns)))
                .list();
    }

    private static Occupant occupant(Row row) throws SQLException {
        var task = row.uuidOrNull("active_task_id");
        return new Occupant(
                new VmId(row.uuid("id")),
                row.text("name"),
                VmPowerState.valueOf(row.text("power_state")),
                task == null ? null : new TaskId(task),
                new Mebibytes(row.bigint("memory_mib")),
                row.flag("arriving"));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId migrate(VmId vm, Trip trip, TaskId parent, String requestedBy) {
        return requests.migrate(vm, trip, requestedBy, parent);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId stop(VmId vm, TaskId parent, String requestedBy) {
        return requests.stop(vm, requestedBy, parent);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId shutDown(VmId vm, int deadlineSeconds, TaskId parent, String requestedBy) {
        return requests.shutdown(vm, deadlineSeconds, true, requestedBy, parent);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public TaskId start(VmId vm, @Nullable HostId on, TaskId parent, String requestedBy) {
        return requests.start(vm, on, requestedBy, parent);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<MigrationFigures> figures(TaskId migration) {
        return jdbc.sql("""
                        select total_ms, downtime_ms, transferred_bytes from vm_migration
                         where task_id = :task and outcome = 'SUCCEEDED'
                        """)
                .param("task", migration.value())
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new MigrationFigures(
                            row.bigintOrNull("total_ms"),
                            row.bigintOrNull("downtime_ms"),
                            row.bigintOrNull("transferred_bytes"));
                })
                .optional();
    }
}
