package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.plan.RandomClusters;
import io.atoll.model.cluster.Cluster;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EvenHostsTest {
    /** With few hosts there is one block; with many, most blocks are passed over. */
    @Property(tries = 300)
    void theHostIsTheOneFoundByLookingAtAll(@ForAll("clusters") Cluster cluster, @ForAll long seed) {
        var compact = CompactCluster.of(cluster);
        var assignment = new Assignment(compact);
        var hosts = new EvenHosts(assignment);
        var random = new Random(seed);
        for (var i = 0; i < 200 && compact.unitCount > 0; i++) {
            var unit = random.nextInt(compact.unitCount);
            var found = hosts.mostEven(unit);
            assertThat(found).isEqualTo(lookingAtAll(assignment, hosts, unit));
            var to = random.nextInt(8) == 0 ? random.nextInt(compact.hostCount) : found;
            if (to != CompactCluster.NOWHERE) {
                var from = assignment.hostOf[unit];
                assignment.move(unit, to);
                hosts.changed(to);
                if (from != CompactCluster.NOWHERE) {
                    hosts.changed(from);
                }
            }
        }
    }

    private static int lookingAtAll(Assignment assignment, EvenHosts hosts, int unit) {
        var best = CompactCluster.NOWHERE;
        for (var h = 0; h < assignment.cluster.hostCount; h++) {
            if (h != assignment.hostOf[unit]
                    && assignment.accepts(unit, h)
                    && (best == CompactCluster.NOWHERE || hosts.score(unit, h) < hosts.score(unit, best))) {
                best = h;
            }
        }
        return best;
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled(300, 600);
    }
}
