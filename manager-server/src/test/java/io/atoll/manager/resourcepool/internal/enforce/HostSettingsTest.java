package io.atoll.manager.resourcepool.internal.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.resourcepool.internal.ComputePool;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.manager.resourcepool.internal.enforce.HostSettings.Setting;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hosts of 4 cores, 4000 MHz. */
class HostSettingsTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(9, 9));

    private final List<ComputePool> pools = new ArrayList<>();
    private final List<Vm> vms = new ArrayList<>();
    private final TreeMap<VmId, Resident> residents = new TreeMap<>();

    private ResourcePoolId pool(Amounts cpu, Amounts memory) {
        var id = new ResourcePoolId(new UUID(5, pools.size()));
        pools.add(new ComputePool(id, Naming.of("pool" + pools.size()), 0, Instant.EPOCH, CLUSTER, null, cpu, memory));
        return id;
    }

    private VmId vm(int host, int vcpuCount, long usedMhz, VmResources resources) {
        var id = new VmId(new UUID(3, vms.size()));
        var at = new HostId(new UUID(2, host));
        var limit = resources.cpuLimitMhz();
        vms.add(new Vm(
                id,
                "vm" + vms.size(),
                at,
                new Vm.Cpu(
                        vcpuCount,
                        new Megahertz(usedMhz),
                        new Megahertz(resources.cpuReservationMhz()),
                        limit == null ? null : new Megahertz(limit),
                        resources.sharesOf(vcpuCount),
                        DemandHistory.NONE),
                Vm.Memory.of(new Mebibytes(1024)),
                Vm.Needs.NOTHING_SPECIAL,
                Vm.Standing.USUAL));
        residents.put(
                id,
                new Resident(
                        id,
                        "vm",
                        new TreeMap<>(),
                        at,
                        null,
                        vcpuCount,
                        new Mebibytes(1024),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        null,
                        resources));
        return id;
    }

    private static VmResources in(@Nullable ResourcePoolId pool) {
        return new VmResources(pool, 0, null, null, 0);
    }

    private Map<VmId, Setting> settings(Map<VmId, Setting> before) {
        var hosts = new ArrayList<Host>();
        for (var h = 0; h < 2; h++) {
            hosts.add(new Host(
                    new HostId(new UUID(2, h)),
                    "host" + h,
                    new Host.Capacity(4, new Megahertz(4000), new Mebibytes(16_384), 10_000),
                    Host.Reach.NOTHING_SPECIAL,
                    new TreeMap<>(),
                    PowerState.ON,
                    PowerModel.ofLine(0, 0)));
        }
        var model = io.atoll.model.cluster.Cluster.of(hosts, vms, List.of(), new Limits(1e6, 1, 1e3, 8));
        var cluster = new Cluster(CLUSTER, Naming.of("c"), 0, Instant.EPOCH, Cluster.AUTO, 4, ClusterHa.DEFAULT);
        var all = new TreeMap<VmId, Setting>();
        HostSettings.of(new LiveCluster(cluster, model, new TreeMap<>(), residents, List.of()), pools, before)
                .values()
                .forEach(all::putAll);
        return all;
    }

    private static Setting at(Map<VmId, Setting> settings, VmId vm) {
        return Objects.requireNonNull(settings.get(vm));
    }

    @Test
    void aPoolOfManyVmsDoesNotOutweighOneOfFew() {
        var few = pool(new Amounts(0, null, 8000, true), Amounts.USUAL);
        var many = pool(new Amounts(0, null, 4000, true), Amounts.USUAL);
        var one = vm(0, 4, 0, in(few));
        vm(1, 4, 0, in(null));
        var others = List.of(vm(0, 4, 0, in(many)), vm(0, 4, 0, in(many)), vm(0, 4, 0, in(many)));
        var settings = settings(Map.of());
        var weightOfMany =
                others.stream().mapToInt(vm -> at(settings, vm).cpuWeight()).sum();
        assertThat(at(settings, one).cpuWeight()).isGreaterThan(weightOfMany * 3 / 2);
    }

    @Test
    void aReservationIsWorthItsPartOfTheHost() {
        var reserved = vm(0, 2, 0, new VmResources(null, 1900, null, 1, 0));
        for (var i = 0; i < 3; i++) {
            vm(0, 4, 0, new VmResources(null, 0, null, 100_000, 0));
        }
        var settings = settings(Map.of());
        assertThat(at(settings, reserved).cpuWeight()).isGreaterThanOrEqualTo(10_000 * 1900 / 4000 - 1);
    }

    @Test
    void thePartsOfAPoolsLimitAreTheLimitAndFollowWhatIsUsed() {
        var gold = pool(new Amounts(0, 2000L, 4000, true), Amounts.USUAL);
        var busy = vm(0, 4, 1500, in(gold));
        var idle = vm(1, 4, 100, in(gold));
        var free = vm(0, 4, 1500, in(null));
        var first = settings(Map.of());
        assertThat(at(first, free).cpuMaxMillicores()).isNull();
        var most = Objects.requireNonNull(at(first, busy).cpuMaxMillicores());
        var least = Objects.requireNonNull(at(first, idle).cpuMaxMillicores());
        assertThat(most + least).isBetween(1998L, 2000L);
        assertThat(most).isEqualTo(1500 + 200);

        // At its bound it counts as wanting more, however little that was.
        var bound = new TreeMap<>(first);
        bound.put(idle, new Setting(1, 100L, 0));
        var second = settings(bound);
        assertThat(at(second, idle).cpuMaxMillicores()).isGreaterThan(least);
    }

    @Test
    void aVmsOwnLimitAndItsPartOfKeptMemoryAreTold() {
        var gold = pool(Amounts.USUAL, new Amounts(1024, null, 4000, true));
        var small = vm(0, 2, 0, new VmResources(gold, 0, 700L, null, 800));
        var other = vm(0, 2, 0, in(gold));
        var settings = settings(Map.of());
        assertThat(at(settings, small).cpuMaxMillicores()).isEqualTo(700);
        assertThat(at(settings, small).memoryLowMib()).isEqualTo(800);
        assertThat(at(settings, other).memoryLowMib()).isEqualTo(512);
    }
}
