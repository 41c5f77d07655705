package io.atoll.manager.maintenance.internal.plan;

import static io.atoll.manager.maintenance.internal.plan.PlanClusters.host;
import static io.atoll.manager.maintenance.internal.plan.PlanClusters.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Who comes home to a host that is back, and in which order. */
class HomePlannerTest {
    private static final SortedMap<VmId, HostId> NO_HOMES = new TreeMap<>();

    private static HomePlanner.HomePlan plan(PlanClusters cluster, SortedMap<VmId, HostId> homes) {
        return HomePlanner.plan(new HomePlanner.Facts(cluster.live(), host(1), homes, cluster.everybody()));
    }

    private static SortedMap<VmId, HostId> homes(VmId vm, HostId home) {
        var homes = new TreeMap<VmId, HostId>();
        homes.put(vm, home);
        return homes;
    }

    @Test
    void anEmptyHostTakesOverSomeOfWhatTheOthersCarry() {
        var cluster = loaded();
        var plan = plan(cluster, NO_HOMES);
        assertThat(cluster.carriedOut(plan.moves())).containsValue(host(1));
        assertThat(plan.imbalanceAfter()).isLessThan(plan.imbalanceBefore());
    }

    @Test
    void ofTwoThatWouldDoEquallyTheOneThatWasThereComes() {
        for (var number = 1; number <= 2; number++) {
            var cluster = new PlanClusters().withHosts(2).withVm(1, 2, 2, 4_500).withVm(2, 2, 2, 4_500);
            var places =
                    cluster.carriedOut(plan(cluster, homes(vm(number), host(1))).moves());
            assertThat(places).as("home of v%d", number).containsEntry(vm(number), host(1));
            assertThat(places.values()).contains(host(2));
        }
    }

    @Test
    void nobodyMovesOnlyBecauseItWasThereBefore() {
        var cluster = new PlanClusters().withHosts(2).withVm(1, 1, 2, 3_000).withVm(2, 2, 2, 3_000);
        var homes = homes(vm(1), host(2));
        homes.put(vm(2), host(1));
        assertThat(plan(cluster, homes).moves()).isEmpty();
    }

    @Test
    void whoIsAtWorkIsLeftAlone() {
        var plan = HomePlanner.plan(new HomePlanner.Facts(loaded().live(), host(1), NO_HOMES, new TreeSet<>()));
        assertThat(plan.moves()).isEmpty();
    }

    private static PlanClusters loaded() {
        return new PlanClusters()
                .withHosts(2)
                .withVm(1, 2, 2, 2_200)
                .withVm(2, 2, 2, 2_200)
                .withVm(3, 2, 2, 2_200)
                .withVm(4, 2, 2, 2_200);
    }

    /** Whatever the order in which the plan gets there, swaps included, no host is overfilled on the way. */
    @Property(tries = 60)
    void everyWaveFitsAndTheEndIsNoWorseThanTheBeginning(
            @ForAll @IntRange(min = 2, max = 4) int hosts,
            @ForAll @Size(max = 9) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        var cluster = new PlanClusters().withHosts(hosts);
        var homes = new TreeMap<VmId, HostId>();
        var used = new int[hosts];
        for (var number = 0; number < sizes.size(); number++) {
            var on = 1 + number % (hosts - 1);
            if (used[on] + sizes.get(number) <= PlanClusters.HOST_GIB) {
                used[on] += sizes.get(number);
                cluster.withVm(number + 1, on + 1, sizes.get(number), 300 * sizes.get(number));
                if (number % 2 == 0) {
                    homes.put(vm(number + 1), host(1));
                }
            }
        }
        var plan = plan(cluster, homes);
        cluster.carriedOut(plan.moves());
        assertThat(plan.imbalanceAfter()).isLessThanOrEqualTo(plan.imbalanceBefore());
        assertThat(plan(cluster, homes)).as("equal facts, equal plans").isEqualTo(plan);
    }
}
