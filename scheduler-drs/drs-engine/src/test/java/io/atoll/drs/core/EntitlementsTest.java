package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntitlementsTest {
    private static final double ROUNDING = 1e-6;

    private final List<Vm> vms = new ArrayList<>();
    private final List<ResourcePool> pools = new ArrayList<>();

    @Test
    void whereAllCanHaveWhatTheyAskForTheyAreEntitledToIt() {
        vm(3000, 0, null, 1000, null);
        vm(1000, 0, null, 1000, null);
        assertThat(entitled(10_000, 0)).isCloseTo(3000, offset(ROUNDING));
        assertThat(entitled(10_000, 1)).isCloseTo(1000, offset(ROUNDING));
    }

    @Test
    void whatIsShortIsSharedByWeightAndWhatOneLeavesGoesToTheOthers() {
        vm(8000, 0, null, 2000, null);
        vm(8000, 0, null, 1000, null);
        vm(500, 0, null, 1000, null);
        // 10,000 - 500 is shared 2 to 1.
        assertThat(entitled(10_000, 0)).isCloseTo(9500.0 * 2 / 3, offset(ROUNDING));
        assertThat(entitled(10_000, 1)).isCloseTo(9500.0 / 3, offset(ROUNDING));
        assertThat(entitled(10_000, 2)).isCloseTo(500, offset(ROUNDING));
    }

    @Test
    void aReservationIsKeptWhateverTheSharesSay() {
        vm(6000, 5000, null, 1, null);
        vm(8000, 0, null, 10_000, null);
        assertThat(entitled(10_000, 0)).isCloseTo(5000, offset(1.0));
        assertThat(entitled(10_000, 1)).isCloseTo(5000, offset(1.0));
    }

    @Test
    void aPoolIsOneAmongItsSiblingsHoweverManyVmsItHas() {
        pool("test", null, null, 4000);
        pool("production", null, null, 8000);
        for (var i = 0; i < 9; i++) {
            vm(2000, 0, null, 1000, "test");
        }
        vm(9000, 0, null, 1000, "production");
        assertThat(entitled(9_000, 9)).isCloseTo(6000, offset(ROUNDING));
        assertThat(entitled(9_000, 0)).isCloseTo(3000.0 / 9, offset(ROUNDING));
    }

    @Test
    void theLimitOfAPoolBindsItsVmsTogetherEvenWhenTheClusterIsIdle() {
        pool("parent", null, 3000.0, 4000);
        pool("child", "parent", null, 4000);
        vm(2000, 0, null, 1000, "child");
        vm(2000, 0, null, 1000, "child");
        vm(2000, 0, null, 1000, null);
        assertThat(entitled(100_000, 0)).isCloseTo(1500, offset(ROUNDING));
        assertThat(entitled(100_000, 2)).isCloseTo(2000, offset(ROUNDING));
    }

    @Property(tries = 500)
    void nobodyGetsMoreThanAskedForOrLessThanReservedAndAllTogetherNoMoreThanThereIs(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 9000) Integer> demands,
            @ForAll @IntRange(min = 1, max = 40_000) int capacityMhz) {
        vms.clear();
        pools.clear();
        pool("a", null, 20_000.0, 1000);
        pool("b", "a", null, 3000);
        for (var i = 0; i < demands.size(); i++) {
            var pool = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : null;
            vm(demands.get(i), 0, null, 1 + i * 100, pool);
        }
        var entitled = Entitlements.of(cluster(capacityMhz));
        var sum = 0.0;
        for (var vm : vms) {
            var mhz = Objects.requireNonNull(entitled.get(vm.id()));
            assertThat(mhz).isBetween(0.0, vm.cpu().demand().value() + ROUNDING);
            sum += mhz;
        }
        var wanted = demands.stream().mapToDouble(d -> d).sum();
        assertThat(sum).isLessThanOrEqualTo(Math.min(capacityMhz, wanted) + 0.01);
        var pooled = 0.0;
        for (var vm : vms) {
            pooled += vm.standing().resourcePool() == null ? vm.cpu().demand().value() : 0;
        }
        // Nothing is kept back while somebody outside the limited pool still asks for more.
        if (wanted - pooled <= 20_000) {
            assertThat(sum).isCloseTo(Math.min(capacityMhz, wanted), offset(0.01));
        }
    }

    private double entitled(double capacityMhz, int vm) {
        return Objects.requireNonNull(
                Entitlements.of(cluster(capacityMhz)).get(vms.get(vm).id()));
    }

    private Cluster cluster(double capacityMhz) {
        var host = new Host(
                new HostId(new UUID(1, 0)),
                "n1",
                new Host.Capacity(8, new Megahertz(capacityMhz), new Mebibytes(1 << 20), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                "",
                PowerState.ON,
                PowerModel.ofLine(100, 300));
        return Cluster.of(List.of(host), List.of(), List.of(), Limits.NONE)
                .withResourcePools(pools)
                .withVms(vms);
    }

    private void vm(double demand, double reservation, @Nullable Double limit, int shares, @Nullable String pool) {
        var cpu = new Vm.Cpu(
                1,
                new Megahertz(demand),
                new Megahertz(reservation),
                limit == null ? null : new Megahertz(limit),
                shares,
                DemandHistory.NONE);
        vms.add(new Vm(
                new VmId(new UUID(2, vms.size())),
                "v" + vms.size(),
                new HostId(new UUID(1, 0)),
                cpu,
                Vm.Memory.of(new Mebibytes(1024)),
                Vm.Needs.NOTHING_SPECIAL,
                new Vm.Standing(true, 0, pool)));
    }

    private void pool(String name, @Nullable String parent, @Nullable Double limit, int shares) {
        pools.add(new ResourcePool(
                name,
                parent,
                new ResourcePool.Allocation(Megahertz.NONE, limit == null ? null : new Megahertz(limit), shares),
                ResourcePool.MemoryAllocation.UNLIMITED));
    }
}
