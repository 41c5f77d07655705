package io.atoll.manager.resourcepool.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterSharesTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(9, 9));
    private static final HostId HOST = new HostId(new UUID(2, 0));

    private final List<ComputePool> pools = new ArrayList<>();
    private final List<Vm> vms = new ArrayList<>();
    private final TreeMap<VmId, Resident> residents = new TreeMap<>();

    private ResourcePoolId pool(@Nullable ResourcePoolId parent) {
        var id = new ResourcePoolId(new UUID(5, pools.size()));
        pools.add(new ComputePool(
                id, Naming.of("pool" + pools.size()), 0, Instant.EPOCH, CLUSTER, parent, Amounts.USUAL, Amounts.USUAL));
        return id;
    }

    private void vm(@Nullable HostId host, long usedMhz, @Nullable ResourcePoolId pool) {
        var id = new VmId(new UUID(3, vms.size()));
        var memory = new Mebibytes(1024);
        vms.add(new Vm(
                id,
                "vm" + vms.size(),
                host,
                Vm.Cpu.of(2, new Megahertz(usedMhz)),
                Vm.Memory.of(memory),
                Vm.Needs.NOTHING_SPECIAL,
                Vm.Standing.USUAL));
        var resources = new VmResources(pool, 0, null, null, 0);
        residents.put(
                id,
                new Resident(
                        id,
                        "vm",
                        new TreeMap<>(),
                        host,
                        null,
                        2,
                        memory,
                        new TreeSet<>(),
                        new TreeSet<>(),
                        null,
                        resources));
    }

    private ClusterShares shares() {
        var host = new Host(
                HOST,
                "host",
                new Host.Capacity(4, new Megahertz(4000), new Mebibytes(16_384), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                new TreeMap<>(),
                PowerState.ON,
                PowerModel.ofLine(0, 0));
        var model = io.atoll.model.cluster.Cluster.of(List.of(host), vms, List.of(), new Limits(1e6, 1, 1e3, 8));
        var cluster = new Cluster(CLUSTER, Naming.of("c"), 0, Instant.EPOCH, Cluster.AUTO, 4, ClusterHa.DEFAULT);
        return ClusterShares.now(new LiveCluster(cluster, model, new TreeMap<>(), residents, List.of()), pools);
    }

    @Test
    void aRunningVmIsUseOfItsPoolAndOfAllAboveIt() {
        var department = pool(null);
        var team = pool(department);
        var sibling = pool(department);
        var empty = pool(null);
        vm(HOST, 100, team);
        vm(HOST, 20, team);
        vm(HOST, 3, department);
        vm(HOST, 1000, null);
        vm(null, 5000, team);
        vm(HOST, 7, new ResourcePoolId(new UUID(6, 6))); // of a pool that is gone by now
        var shares = shares();
        assertThat(shares.usedMhz(team)).isEqualTo(120);
        assertThat(shares.usedMhz(department)).isEqualTo(123);
        assertThat(shares.usedMhz(sibling)).isZero();
        assertThat(shares.usedMhz(empty)).isZero();
        assertThat(shares.usedMhz()).isEqualTo(1130);
    }
}
