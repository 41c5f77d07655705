package io.atoll.manager.resourcepool.internal.enforce;

import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.resourcepool.internal.ClusterShares;
import io.atoll.manager.resourcepool.internal.ComputePool;
import io.atoll.manager.resourcepool.jpa.ComputePoolStore;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** What a VM is entitled to now, and whether its host does anything about it. */
@Component("resourcePoolVmResourcesViews")
public class VmResourcesViews {
    private final JdbcClient jdbc;
    private final LiveClusters clusters;
    private final ComputePoolStore pools;
    private final SettingRows rows;

    VmResourcesViews(JdbcClient jdbc, LiveClusters clusters, ComputePoolStore pools, SettingRows rows) {
        this.jdbc = jdbc;
        this.clusters = clusters;
        this.pools = pools;
        this.rows = rows;
    }

    /**
     * What a VM is to get of its cluster.
     *
     * @param poolPath the names of its pools, the topmost first; empty: it is in none
     * @param usedMHz what it uses now; all its vCPUs can use where nobody knows
     * @param entitledMHz what it may count on now; 0 while it does not run
     * @param enforcement what its host was told; null: nothing, because it does not run or nobody wants anything special
     */
    public record VmResourcesView(
            List<String> poolPath,
            boolean running,
            long reservationMHz,
            @Nullable Long limitMHz,
            int shares,
            long usedMHz,
            long entitledMHz,
            long memoryReservationMiB,
            long memoryConfiguredMiB,
            long memoryEntitledMiB,
            @Nullable Enforcement enforcement) {
        public VmResourcesView {
            poolPath = List.copyOf(poolPath);
        }
    }

    /**
     * What the VM's cgroup on its host was told.
     *
     * @param detail why it has no effect there; empty where it has
     * @param cpuWeight against the host's other VMs, of 10000 for the whole host
     * @param cpuMaxMillicores null: no limit
     */
    public record Enforcement(
            UUID hostId,
            boolean enforced,
            String detail,
            int cpuWeight,
            @Nullable Long cpuMaxMillicores,
            long memoryLowMiB,
            Instant toldAt) {}

    /** Refused with VM_NOT_FOUND where there is none. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public VmResourcesView of(VmId id) {
        var cluster = jdbc.sql("select cluster_id from vm where id = :id")
                .param("id", id.value())
                .query((row, _) -> new ClusterId(row.getObject("cluster_id", UUID.class)))
                .optional()
                .orElseThrow(() -> new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM %s.".formatted(id)));
        var live = clusters.now(cluster);
        var shares = ClusterShares.now(live, pools.in(cluster));
        var vm = Objects.requireNonNull(live.vms().get(id), "What is read in one transaction is of one moment.");
        return view(vm, shares);
    }

    private VmResourcesView view(Resident vm, ClusterShares shares) {
        var wanted = vm.resources();
        var model = Objects.requireNonNull(shares.live().model().vms().get(vm.id()));
        return new VmResourcesView(
                shares.ledger().upwards(wanted.pool()).reversed().stream()
                        .map(ComputePool::name)
                        .toList(),
                vm.isPoweredOn(),
                wanted.cpuReservationMhz(),
                wanted.cpuLimitMhz(),
                wanted.sharesOf(vm.vcpuCount()),
                vm.isPoweredOn() ? Math.round(model.cpu().demand().value()) : 0,
                Math.round(shares.cpuMhz(vm.id())),
                wanted.memoryReservationMib(),
                vm.memory().value(),
                Math.round(shares.memoryMib(vm.id())),
                rows.find(vm.id())
                        .filter(told -> told.host().equals(vm.host()))
                        .map(told -> new Enforcement(
                                told.host().value(),
                                told.enforced(),
                                told.detail(),
                                told.cpuWeight(),
                                told.cpuMaxMillicores(),
                                told.memoryLowMib(),
                                told.at()))
                        .orElse(null));
    }
}
