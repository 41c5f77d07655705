package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.plan.RandomClusters;
import io.atoll.model.cluster.Cluster;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class SpareTest {
    /** Room that is seen is there; trying every way to pack finds it too. What packing by size misses is counted. */
    @Property(tries = 500)
    void roomThatIsSeenIsThere(@ForAll("small") Cluster cluster) {
        var compact = CompactCluster.of(cluster.with(cluster.limits().withSpareHosts(1)));
        var start = new Assignment(compact);
        var seen = Spare.holds(start);
        var there = IntStream.range(0, compact.hostCount).allMatch(h -> survives(compact, h));
        Statistics.label("seen, there").collect(seen, there);
        assertThat(seen && !there).isFalse();
    }

    @Property(tries = 500)
    void lookingChangesNothing(@ForAll("ruled") Cluster cluster) {
        var compact = CompactCluster.of(cluster.with(cluster.limits().withSpareHosts(2)));
        var start = new Assignment(compact);
        var hosts = start.hostOf.clone();
        var cpu = start.cpu.clone();
        Spare.holds(start);
        assertThat(start.hostOf).isEqualTo(hosts);
        assertThat(start.cpu).isEqualTo(cpu);
    }

    private static boolean survives(CompactCluster compact, int failed) {
        var rest = new Assignment(compact);
        var units = rest.residents(failed).toArray();
        for (var unit : units) {
            rest.take(unit);
        }
        return packs(rest, units, 0, failed);
    }

    private static boolean packs(Assignment rest, int[] units, int next, int failed) {
        if (next == units.length) {
            return true;
        }
        for (var h = 0; h < rest.cluster.hostCount; h++) {
            if (h != failed && rest.hostOf[units[next]] == NOWHERE && rest.accepts(units[next], h)) {
                rest.put(units[next], h);
                if (packs(rest, units, next + 1, failed)) {
                    return true;
                }
                rest.take(units[next]);
            }
        }
        return false;
    }

    @Provide
    Arbitrary<Cluster> small() {
        return RandomClusters.small();
    }

    @Provide
    Arbitrary<Cluster> ruled() {
        return RandomClusters.ruled();
    }
}
