package io.atoll.manager.maintenance.internal.plan;

import static io.atoll.manager.maintenance.internal.plan.PlanClusters.host;
import static io.atoll.manager.maintenance.internal.plan.PlanClusters.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
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
        return HomePlanner.plan(facts(cluster, homes));
    }

    private static HomePlanner.Facts facts(PlanClusters cluster, SortedMap<VmId, HostId> homes) {
        return new HomePlanner.Facts(
                cluster.live(), host(1), cluster.everybody(), homes, cluster.everybody(), new TreeSet<>());
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
        var plan = HomePlanner.plan(new HomePlanner.Facts(
                loaded().live(), host(1), new TreeSet<>(), NO_HOMES, new TreeSet<>(), new TreeSet<>()));
        assertThat(plan.moves()).isEmpty();
    }

    /** Emptying stopped half-way: v1 has left, v2 has not, and they must be together. */
    private static PlanClusters torn() {
        return new PlanClusters()
                .withHosts(3)
                .withVm(1, 2, 2, 2_000)
                .withVm(2, 1, 2, 2_000)
                .withRule(new Rule.KeepTogether("pair", new TreeSet<>(List.of(vm(1), vm(2)))));
    }

    @Test
    void aRuleThatWasBrokenOnTheWayIsMendedByWhoMovedAndNothingElseIsDone() {
        var cluster = torn().withVm(3, 3, 6, 9_000);
        var plan = HomePlanner.mend(facts(cluster, homes(vm(1), host(1))));
        assertThat(plan.moves()).extracting(PlannedMove::vm).containsExactly(vm(1));
        assertThat(cluster.carriedOut(plan.moves())).containsEntry(vm(1), host(1));
        assertThat(plan.brokenRules()).isEmpty();
    }

    @Test
    void whoComesHomeIsWithWhomItMustBeInTheEnd() {
        var cluster = torn().withVm(3, 3, 2, 6_000).withVm(4, 3, 2, 6_000);
        var plan = plan(cluster, homes(vm(1), host(1)));
        var places = cluster.carriedOut(plan.moves());
        assertThat(places.get(vm(1))).isEqualTo(places.get(vm(2)));
        assertThat(places.get(vm(3))).as("and the load is evened out").isNotEqualTo(places.get(vm(4)));
        assertThat(plan.brokenRules()).isEmpty();
    }

    @Test
    void aRuleThatCannotBeMendedIsSaidAndOneOfStrangersIsLeftAlone() {
        var full = torn().withVm(3, 1, 13, 100).withVm(4, 2, 13, 100).withVm(5, 3, 13, 100);
        var stuck = HomePlanner.mend(new HomePlanner.Facts(
                full.live(),
                host(1),
                full.everybody(),
                NO_HOMES,
                new TreeSet<>(List.of(vm(1), vm(2))),
                new TreeSet<>()));
        assertThat(stuck.moves()).isEmpty();
        assertThat(stuck.brokenRules())
                .containsExactly("Rule pair is broken: v1, v2 are on several hosts, h2, h1, and must be together.");
        var cluster = torn().withVm(3, 3, 2, 100);
        var strangers = HomePlanner.mend(new HomePlanner.Facts(
                cluster.live(),
                host(1),
                new TreeSet<>(List.of(vm(3))),
                NO_HOMES,
                cluster.everybody(),
                new TreeSet<>()));
        assertThat(strangers.moves()).isEmpty();
        assertThat(strangers.brokenRules()).isEmpty();
    }

    @Test
    void whoIsToStayIsMovedToMendARuleAndNotToEvenOut() {
        var cluster = loaded();
        var three = new TreeSet<>(List.of(vm(1), vm(2), vm(3)));
        var plan = HomePlanner.plan(new HomePlanner.Facts(
                cluster.live(), host(1), new TreeSet<>(), homes(vm(1), host(1)), cluster.everybody(), three));
        assertThat(cluster.carriedOut(plan.moves()))
                .containsEntry(vm(1), host(2))
                .containsEntry(vm(2), host(2))
                .containsEntry(vm(3), host(2))
                .containsEntry(vm(4), host(1));
        var broken = torn();
        var mended = HomePlanner.plan(new HomePlanner.Facts(
                broken.live(),
                host(1),
                broken.everybody(),
                NO_HOMES,
                broken.everybody(),
                new TreeSet<>(broken.everybody())));
        assertThat(mended.moves()).hasSize(1);
        assertThat(mended.brokenRules()).isEmpty();
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
