package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code dpm_room_wish}: VMs that somebody wanted to start and that found no room on hosts that are awake. */
@Component
public class RoomWishes {
    /** Whoever wanted it has asked again by then, or does not want it any more. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Reach> REACH = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;

    RoomWishes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A VM that wants room.
     *
     * @param rules names of rules that must hold and that meant it when it was refused
     * @param since when the same was asked for first
     */
    public record Wish(
            VmId vm,
            String vmName,
            int vcpuCount,
            Mebibytes memory,
            SortedSet<PoolId> pools,
            SortedSet<NetworkId> networks,
            CpuFeatureSet features,
            SortedSet<String> rules,
            Instant since) {}

    /** What its host must have, as JSON. Rows of before rules and features were written have neither. */
    record Reach(
            List<String> pools,
            List<String> networks,
            @Nullable List<String> features,
            @Nullable List<String> rules) {}

    /**
     * Once for each VM and each name in its cluster, since one that was refused has another id when it is asked for again; another
     * cluster's VM may have the same name.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(ClusterId cluster, VmDemand vm, SortedSet<String> rules) {
        var now = clock.instant();
        var reach = JSON.writeValueAsString(new Reach(
                vm.pools().stream().map(PoolId::toString).toList(),
                vm.networks().stream().map(NetworkId::toString).toList(),
                List.copyOf(vm.cpu().features().names()),
                List.copyOf(rules)));
        var first = askedBefore(cluster, vm, reach).orElse(now);
        jdbc.sql(
                        "delete from dpm_room_wish where vm_id = :vm or (cluster_id = :cluster and lower(vm_name) = lower(:name))")
                .param("vm", vm.id().value())
                .param("cluster", cluster.value())
                .param("name", vm.name())
                .update();
        jdbc.sql("""
                insert into dpm_room_wish (vm_id, cluster_id, vm_name, vcpu_count, memory_mib, reach, at, first_at)
                values (:vm, :cluster, :name, :vcpus, :memory, cast(:reach as jsonb), :now, :first)
                on conflict (vm_id) do update set cluster_id = :cluster, vm_name = :name, vcpu_count = :vcpus,
                    memory_mib = :memory, reach = cast(:reach as jsonb), at = :now, first_at = :first""")
                .param("vm", vm.id().value())
                .param("cluster", cluster.value())
                .param("name", vm.name())
                .param("vcpus", vm.vcpuCount())
                .param("memory", vm.memory().value())
                .param("reach", reach)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("first", first.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Since when the very same has been asked for. */
    private Optional<Instant> askedBefore(ClusterId cluster, VmDemand vm, String reach) {
        return jdbc.sql("""
                select min(first_at) as first_at from dpm_room_wish
                 where cluster_id = :cluster and lower(vm_name) = lower(:name) and at > :since
                   and vcpu_count = :vcpus and memory_mib = :memory and reach = cast(:reach as jsonb)""")
                .param("cluster", cluster.value())
                .param("name", vm.name())
                .param("since", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .param("vcpus", vm.vcpuCount())
                .param("memory", vm.memory().value())
                .param("reach", reach)
                .query((columns, _) -> Optional.ofNullable(new Row(columns).instantOrNull("first_at")))
                .single();
    }

    /**
     * Those that nobody had wished for at that time. Of an older one that nobody has met, a round has found that no host can: it
     * says nothing about the hosts that are awake.
     */
    public List<Wish> newSince(ClusterId cluster, Instant time) {
        return of(cluster).stream().filter(wish -> !wish.since().isBefore(time)).toList();
    }

    /** Those of VMs that run nowhere still, by name. */
    public List<Wish> of(ClusterId cluster) {
        return jdbc.sql("""
                select * from dpm_room_wish w
                 where cluster_id = :cluster and at > :since
                   and not exists (select from vm v where v.id = w.vm_id and v.host_id is not null)
                   and not exists (select from vm v where v.cluster_id = w.cluster_id and lower(v.name) = lower(w.vm_name)
                                    and v.host_id is not null)
                 order by lower(vm_name), vm_id""")
                .param("cluster", cluster.value())
                .param("since", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .query((columns, _) -> {
                    var row = new Row(columns);
                    var reach = row.json("reach", REACH);
                    var pools = new TreeSet<PoolId>();
                    reach.pools().forEach(one -> pools.add(PoolId.parse(one)));
                    var networks = new TreeSet<NetworkId>();
                    reach.networks().forEach(one -> networks.add(NetworkId.parse(one)));
                    return new Wish(
                            new VmId(row.uuid("vm_id")),
                            row.text("vm_name"),
                            row.integer("vcpu_count"),
                            new Mebibytes(row.bigint("memory_mib")),
                            pools,
                            networks,
                            CpuFeatureSet.of(known(reach.features())),
                            new TreeSet<>(known(reach.rules())),
                            row.instant("first_at"));
                })
                .list();
    }

    private static List<String> known(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }
}
