package io.atoll.manager.vm.internal.ha;

import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What other VMs and the storage say about an intent. */
@Component
public class HaRules {
    /** Sets our advisory locks apart from those of others in the same database. */
    private static final int LOCK_SPACE = 0x41_48_61;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Inventory inventory;

    HaRules(JdbcClient jdbc, Inventory inventory) {
        this.jdbc = jdbc;
        this.inventory = inventory;
    }

    /** A VM whose intent is to be checked. */
    public record Subject(VmId id, String name, ClusterId cluster, Collection<PoolId> pools) {}

    /** Refuses an intent that cannot be kept. Looks only at what changes, so that nobody is refused for an older fault. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void check(Subject vm, HaIntent before, HaIntent after) {
        if (!after.restartAfter().equals(before.restartAfter())
                && !after.restartAfter().isEmpty()) {
            requireOrder(vm, after.restartAfter());
        }
        if (after.wanted() && !before.wanted()) {
            for (var pool : vm.pools().stream().sorted().distinct().toList()) {
                requireFit(vm, pool);
            }
        }
    }

    private record Neighbour(VmId id, String name, List<VmId> restartAfter) {}

    /** Two changes at once could close a circle that neither sees, so those of a cluster come one after the other. */
    private void requireOrder(Subject vm, List<VmId> restartAfter) {
        jdbc.sql("select 1 from (select pg_advisory_xact_lock(:space, :cluster)) as held")
                .param("space", LOCK_SPACE)
                .param("cluster", vm.cluster().value().hashCode())
                .query(Integer.class)
                .single();
        var neighbours = neighbours(vm.cluster());
        var names = new HashMap<VmId, String>();
        var waitsFor = new HashMap<VmId, List<VmId>>();
        neighbours.forEach(other -> {
            names.put(other.id, other.name);
            waitsFor.put(other.id, other.restartAfter);
        });
        names.put(vm.id(), vm.name());
        waitsFor.put(vm.id(), restartAfter);
        for (var other : restartAfter) {
            if (!names.containsKey(other)) {
                throw AtollException.invalid(
                        "spec.ha.restartAfter",
                        "spec.ha.restartAfter names %s; there is no such VM in the cluster.".formatted(other));
            }
        }
        var cycle = RestartOrder.cycleThrough(vm.id(), waitsFor);
        if (!cycle.isEmpty()) {
            throw circle(cycle, names);
        }
    }

    private static AtollException circle(List<VmId> cycle, Map<VmId, String> names) {
        var shown = new ArrayList<>(cycle);
        shown.add(cycle.getFirst());
        var text = shown.stream().map(names::get).collect(Collectors.joining(" after "));
        var detail =
                "These VMs would wait for each other without an end: %s. Take one of them out of spec.ha.restartAfter."
                        .formatted(text);
        return new AtollException(
                ErrorCode.HA_DEPENDENCY_CYCLE, detail, List.of(Cause.field("spec.ha.restartAfter", detail)), List.of());
    }

    private List<Neighbour> neighbours(ClusterId cluster) {
        return jdbc.sql("select id, name, ha_restart_after from vm where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, _) -> new Neighbour(
                        new VmId(row.getObject("id", UUID.class)),
                        row.getString("name"),
                        JSON.readValue(row.getString("ha_restart_after"), IDS).stream()
                                .map(VmId::new)
                                .toList()))
                .list();
    }

    /**
     * The epoch block, the lease slots and what the guest writes must pass every cache, on every host that could take the VM
     * over. The VM's own disks always have {@code cache=none}.
     */
    private void requireFit(Subject vm, PoolId id) {
        var name = inventory.pool(id).map(Pool::name).orElse(id.toString());
        var causes = new ArrayList<Cause>();
        int reached = 0;
        for (var host : inventory.hosts(vm.cluster())) {
            var link = inventory.poolAt(id, host.id());
            if (link.isEmpty() || !link.get().reachable()) {
                continue;
            }
            reached++;
            if (!link.get().directIo()) {
                causes.add(Cause.host(
                        host.name(),
                        "direct-io",
                        "Host %s cannot write to pool %s past its cache (O_DIRECT).".formatted(host.name(), name)));
            }
        }
        if (reached == 0) {
            throw unfit(vm, name, "no host reaches it", causes);
        }
        if (!causes.isEmpty()) {
            throw unfit(
                    vm,
                    name,
                    "%d of the %d hosts that reach it cannot write to it past their cache"
                            .formatted(causes.size(), reached),
                    causes);
        }
    }

    private static AtollException unfit(Subject vm, String pool, String why, List<Cause> causes) {
        return new AtollException(
                ErrorCode.HA_POOL_UNFIT,
                "VM %s cannot be protected, because of its pool %s: %s.".formatted(vm.name(), pool, why),
                causes,
                List.of(
                        Hint.of(
                                "Keep protected VMs on shared storage that supports O_DIRECT on every host, such as NFS 4 or a cluster file system.")));
    }
}
