package io.atoll.manager.resourcepool.internal.enforce;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.resourcepool.internal.enforce.HostSettings.Setting;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What hosts were told of VMs, in {@code vm_resource_setting}. */
@Component("resourcePoolSettingRows")
public class SettingRows {
    private final JdbcClient jdbc;
    private final Clock clock;

    SettingRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What a host was told of a VM.
     *
     * @param enforced whether the host does it
     * @param detail why not
     */
    public record Told(HostId host, Setting setting, boolean enforced, String detail, Instant at) {
        boolean saysTheSameAs(HostId otherHost, Setting other, boolean otherEnforced, String otherDetail) {
            return host.equals(otherHost)
                    && setting.equals(other)
                    && enforced == otherEnforced
                    && detail.equals(otherDetail);
        }

        public int cpuWeight() {
            return setting.cpuWeight();
        }

        public @Nullable Long cpuMaxMillicores() {
            return setting.cpuMaxMillicores();
        }

        public long memoryLowMib() {
            return setting.memoryLowMib();
        }
    }

    /** Clusters in which something is to be told, or was: those with pools, or with VMs that are not like all others. */
    List<ClusterId> clusters() {
        return jdbc.sql("""
                select id from cluster c
                 where exists (select 1 from resource_pool p where p.cluster_id = c.id)
                    or exists (select 1 from vm v where v.cluster_id = c.id
                                  and (v.cpu_reservation_mhz > 0 or v.cpu_limit_mhz is not null
                                       or v.cpu_shares is not null or v.memory_reservation_mib > 0))
                    or exists (select 1 from vm v join vm_resource_setting s on s.vm_id = v.id where v.cluster_id = c.id)
                 order by id
                """)
                .query((row, _) -> new ClusterId(row.getObject("id", UUID.class)))
                .list();
    }

    SortedMap<VmId, Told> in(ClusterId cluster) {
        var told = new TreeMap<VmId, Told>();
        jdbc.sql("select s.* from vm_resource_setting s join vm v on v.id = s.vm_id where v.cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, _) -> told.put(new VmId(row.getObject("vm_id", UUID.class)), told(new Row(row))))
                .list();
        return told;
    }

    public Optional<Told> find(VmId vm) {
        return jdbc.sql("select s.* from vm_resource_setting s where s.vm_id = :vm")
                .param("vm", vm.value())
                .query((row, _) -> told(new Row(row)))
                .optional();
    }

    private static Told told(Row row) throws SQLException {
        return new Told(
                new HostId(row.uuid("host_id")),
                new Setting(
                        row.integer("cpu_weight"),
                        row.bigintOrNull("cpu_max_millicores"),
                        row.bigint("memory_low_mib")),
                row.flag("enforced"),
                row.text("detail"),
                row.instant("told_at"));
    }

    /** A VM that was deleted meanwhile is passed over. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void write(VmId vm, HostId host, Setting setting, boolean enforced, String detail) {
        jdbc.sql("""
                insert into vm_resource_setting (vm_id, host_id, cpu_weight, cpu_max_millicores, memory_low_mib,
                                                 enforced, detail, told_at)
                select id, :host, :weight, cast(:most as bigint), :low, :enforced, :detail, :now from vm where id = :vm
                on conflict (vm_id) do update
                   set host_id = excluded.host_id, cpu_weight = excluded.cpu_weight,
                       cpu_max_millicores = excluded.cpu_max_millicores, memory_low_mib = excluded.memory_low_mib,
                       enforced = excluded.enforced, detail = excluded.detail, told_at = excluded.told_at
                """)
                .param("vm", vm.value())
                .param("host", host.value())
                .param("weight", setting.cpuWeight())
                .param("most", setting.cpuMaxMillicores())
                .param("low", setting.memoryLowMib())
                .param("enforced", enforced)
                .param("detail", detail)
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void forget(VmId vm) {
        jdbc.sql("delete from vm_resource_setting where vm_id = :vm")
                .param("vm", vm.value())
                .update();
    }
}
