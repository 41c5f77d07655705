package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.plan.RandomClusters;
import io.atoll.model.cluster.Cluster;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DrainTest {
    @Property(tries = 500)
    void hostsGetEmptyOrNothingChanges(@ForAll("clusters") Cluster cluster) {
        var start = new Assignment(CompactCluster.of(cluster));
        var drained = start.copy();
        if (Drain.run(drained)) {
            assertThat(hostsInUse(drained)).isLessThan(hostsInUse(start));
        } else {
            assertThat(drained.hostOf).isEqualTo(start.hostOf);
        }
    }

    @Property(tries = 500)
    void whoeverReceivesStaysWithinTheLimits(@ForAll("clusters") Cluster cluster) {
        var start = new Assignment(CompactCluster.of(cluster));
        var drained = start.copy();
        Drain.run(drained);
        for (var h = 0; h < drained.cluster.hostCount; h++) {
            assertThat(drained.holds(h)).isTrue();
        }
        for (var u = 0; u < drained.hostOf.length; u++) {
            if (drained.hostOf[u] != start.hostOf[u]) {
                assertThat(drained.rulesAllow(u, drained.hostOf[u])).isTrue();
                assertThat(drained.cluster.pinned[u]).isFalse();
            }
        }
    }

    /** A short search gives the others' places away at random; what is left over is still drained. */
    @Property(tries = 300)
    void afterAConsolidationNoHostInUseCanBeDrainedStepByStep(@ForAll("clusters") Cluster cluster) {
        var compact = CompactCluster.of(cluster);
        var solution = new Solver(compact, 1, Effort.of(0.01, () -> true)).consolidate(PowerPolicy.DEFAULT);
        var end = new Assignment(compact);
        for (var v = 0; v < compact.vmCount; v++) {
            var unit = compact.unitOfVm[v];
            if (solution.hostOfVm()[v] != CompactCluster.NOWHERE && end.hostOf[unit] != solution.hostOfVm()[v]) {
                end.move(unit, solution.hostOfVm()[v]);
            }
        }
        var used = hostsInUse(end);
        if (Drain.run(end)) {
            assertThat(reachableHosts(end)).isGreaterThanOrEqualTo(used);
        }
    }

    /** Hosts in use after as much of the way as migrations can go. */
    private static long reachableHosts(Assignment hoped) {
        var way = new Approach(hoped, new boolean[hoped.cluster.hostCount]).run(true, List.of());
        return IntStream.of(way.hostOfVm())
                .filter(h -> h != CompactCluster.NOWHERE)
                .distinct()
                .count();
    }

    private static long hostsInUse(Assignment assignment) {
        return IntStream.range(0, assignment.cluster.hostCount)
                .filter(h -> !assignment.isEmpty(h))
                .count();
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled();
    }
}
