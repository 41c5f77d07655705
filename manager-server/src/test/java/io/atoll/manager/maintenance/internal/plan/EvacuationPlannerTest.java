package io.atoll.manager.maintenance.internal.plan;

import static io.atoll.manager.maintenance.internal.plan.PlanClusters.host;
import static io.atoll.manager.maintenance.internal.plan.PlanClusters.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.cluster.Rule;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Where the VMs of a host could go, and in which order. */
class EvacuationPlannerTest {
    private static MovePlan plan(PlanClusters cluster, int number) {
        return EvacuationPlanner.plan(
                new EvacuationPlanner.Facts(cluster.live(), host(number), cluster.on(number), cluster.everybody()));
    }

    @Test
    void whoIsInTheWayMovesFirstAndTheLargeOneFollows() {
        var cluster = new PlanClusters()
                .withHosts(3)
                .withVm(1, 1, 12, 100)
                .withVm(2, 2, 4, 100)
                .withVm(3, 2, 4, 100)
                .withVm(4, 3, 4, 100)
                .withVm(5, 3, 4, 100);
        var plan = plan(cluster, 1);
        assertThat(plan.blocked()).isEmpty();
        var large =
                plan.moves().stream().filter(move -> move.vm().equals(vm(1))).findFirst();
        assertThat(large).isPresent();
        assertThat(large.get().wave()).as("after room was made: %s", plan).isPositive();
        assertThat(cluster.carriedOut(plan.moves()).get(vm(1))).isNotEqualTo(host(1));
    }

    @Test
    void whoFitsNowhereIsNamedWithTheReasonAndTheOthersLeave() {
        var cluster = new PlanClusters()
                .withHosts(2)
                .withVm(1, 1, 12, 100)
                .withVm(2, 1, 2, 100)
                .withVm(3, 2, 8, 100);
        var plan = plan(cluster, 1);
        assertThat(plan.blocked()).containsOnlyKeys(vm(1));
        assertThat(plan.blocked().get(vm(1))).isNotBlank().endsWith(".");
        assertThat(cluster.carriedOut(plan.moves())).containsEntry(vm(2), host(2));
    }

    @Test
    void whoIsNotToMoveStaysEvenToMakeRoom() {
        var cluster = new PlanClusters().withHosts(2).withVm(1, 1, 12, 100).withVm(2, 2, 8, 100);
        var plan = EvacuationPlanner.plan(
                new EvacuationPlanner.Facts(cluster.live(), host(1), cluster.on(1), new TreeSet<>()));
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.blocked()).containsOnlyKeys(vm(1));
    }

    @Test
    void thoseThatMustBeTogetherGoToOneHost() {
        var together = new Rule.KeepTogether("pair", new TreeSet<>(List.of(vm(1), vm(2))));
        var cluster = new PlanClusters()
                .withHosts(3)
                .withVm(1, 1, 4, 100)
                .withVm(2, 1, 4, 100)
                .withVm(3, 2, 4, 100)
                .withRule(together);
        var plan = plan(cluster, 1);
        var places = cluster.carriedOut(plan.moves());
        assertThat(plan.blocked()).isEmpty();
        assertThat(places.get(vm(1))).isEqualTo(places.get(vm(2))).isNotEqualTo(host(1));
    }

    @Property(tries = 60)
    void everybodyLeavesOrIsNamedAndNoWaveOverfillsAHost(
            @ForAll @IntRange(min = 2, max = 4) int hosts,
            @ForAll @Size(max = 9) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        var cluster = new PlanClusters().withHosts(hosts);
        var used = new int[hosts];
        for (var number = 0; number < sizes.size(); number++) {
            var on = number % hosts;
            if (used[on] + sizes.get(number) <= PlanClusters.HOST_GIB) {
                used[on] += sizes.get(number);
                cluster.withVm(number + 1, on + 1, sizes.get(number), 100);
            }
        }
        var plan = plan(cluster, 1);
        var places = cluster.carriedOut(plan.moves());
        for (var leaving : cluster.on(1)) {
            assertThat(host(1).equals(places.get(leaving)))
                    .as("%s is named exactly when it stays: %s", leaving, plan)
                    .isEqualTo(plan.blocked().containsKey(leaving));
        }
        assertThat(plan(cluster, 1)).as("equal facts, equal plans").isEqualTo(plan);
    }
}
