package io.atoll.manager.placement.internal;

import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The promises, in {@code placement_reservation}. */
@Component
class Reservations {
    private final JdbcClient jdbc;
    private final Clock clock;

    Reservations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void put(VmDemand vm, HostId host, TaskId task) {
        jdbc.sql("""
                insert into placement_reservation (vm_id, host_id, vcpu_count, memory_mib, task_id, created_at)
                values (:vm, :host, :vcpus, :memory, :task, :now)
                """)
                .param("vm", vm.id().value())
                .param("host", host.value())
                .param("vcpus", vm.vcpuCount())
                .param("memory", vm.memory().value())
                .param("task", task.value())
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
    }

    Optional<HostId> find(VmId vm) {
        return jdbc.sql("select host_id from placement_reservation where vm_id = :vm")
                .param("vm", vm.value())
                .query((row, _) -> new HostId(row.getObject("host_id", UUID.class)))
                .optional();
    }

    void remove(VmId vm) {
        jdbc.sql("delete from placement_reservation where vm_id = :vm")
                .param("vm", vm.value())
                .update();
    }
}
