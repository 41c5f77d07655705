package io.atoll.manager.drs.internal;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code drs_exclusion}: VMs that balancing leaves alone. */
@Component
public class ExclusionStore {
    private final JdbcClient jdbc;

    ExclusionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A VM that DRS never moves. */
    public record View(UUID vmId, String vmName, Instant since, String requestedBy) {}

    public List<View> of(ClusterId cluster) {
        return jdbc.sql("""
                select e.vm_id, v.name, e.since, e.requested_by
                  from drs_exclusion e join vm v on v.id = e.vm_id
                 where e.cluster_id = :cluster order by lower(v.name)
                """)
                .param("cluster", cluster.value())
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new View(
                            row.uuid("vm_id"), row.text("name"), row.instant("since"), row.text("requested_by"));
                })
                .list();
    }

    /** Whether balancing is to leave the VM alone. */
    public boolean has(VmId vm) {
        return jdbc.sql("select exists (select from drs_exclusion where vm_id = :vm)")
                .param("vm", vm.value())
                .query(Boolean.class)
                .single();
    }

    /** Twice is once; refused with VM_NOT_FOUND where the cluster has no such VM. */
    void add(ClusterId cluster, VmId vm, Instant now, String by) {
        var known = jdbc.sql("select count(*) from vm where id = :vm and cluster_id = :cluster")
                .param("vm", vm.value())
                .param("cluster", cluster.value())
                .query(Integer.class)
                .single();
        if (known == 0) {
            throw new AtollException(
                    ErrorCode.VM_NOT_FOUND, "There is no VM %s in the cluster %s.".formatted(vm, cluster));
        }
        jdbc.sql("""
                insert into drs_exclusion (vm_id, cluster_id, since, requested_by) values (:vm, :cluster, :now, :by)
                on conflict (vm_id) do nothing
                """)
                .param("vm", vm.value())
                .param("cluster", cluster.value())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("by", by)
                .update();
    }

    void remove(ClusterId cluster, VmId vm) {
        jdbc.sql("delete from drs_exclusion where vm_id = :vm and cluster_id = :cluster")
                .param("vm", vm.value())
                .param("cluster", cluster.value())
                .update();
    }
}
