package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Wave;
import io.atoll.drs.core.Wave.Hop;
import io.atoll.drs.plan.Plan.Migration;
import io.atoll.drs.plan.Plan.Step;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns waves of indices into steps with ids, bytes and seconds. */
final class PlanBuilder {
    /** 2^20 bytes in megabits. */
    private static final double MEGABITS_PER_MIB = 8.388608;

    /** However fast a VM writes, its migration is made to end by slowing it down: no more than this many times its memory. */
    private static final double MOST_COPIES = 4;

    private static final double MILLIS_PER_SECOND = 1000;

    /** A century: sums of absurd durations must not overflow. */
    private static final double LONGEST_MILLIS = 100.0 * 365 * 24 * 3600 * MILLIS_PER_SECOND;

    private final CompactCluster cluster;
    private final SortedMap<VmId, HostId> finalHosts = new TreeMap<>();

    private PlanBuilder(CompactCluster cluster) {
        this.cluster = cluster;
    }

    static Plan build(CompactCluster cluster, List<Wave> waves) {
        return new PlanBuilder(cluster).plan(waves);
    }

    private Plan plan(List<Wave> waves) {
        for (var v = 0; v < cluster.vmCount(); v++) {
            var home = cluster.vm(v).host();
            if (home != null) {
                finalHosts.put(cluster.vm(v).id(), home);
            }
        }
        return new Plan(waves.stream().map(this::step).toList(), finalHosts);
    }

    private Step step(Wave wave) {
        var touching = new int[cluster.hostCount()];
        for (var hop : wave.hops()) {
            if (hop.from() != CompactCluster.NOWHERE) {
                touching[hop.from()]++;
                touching[hop.to()]++;
            }
        }
        var migrations = new ArrayList<Migration>();
        var longest = Duration.ZERO;
        for (var hop : wave.hops()) {
            var migration = migration(hop, touching);
            migrations.add(migration);
            longest = migration.duration().compareTo(longest) > 0 ? migration.duration() : longest;
            finalHosts.put(migration.vm(), migration.to());
        }
        return new Step(Scheduler.ids(cluster, wave.wake()), migrations, Scheduler.ids(cluster, wave.sleep()), longest);
    }

    /** All migrations of a step that touch one host share its link. */
    private Migration migration(Hop hop, int[] touching) {
        var vm = cluster.vm(hop.vm());
        var to = cluster.host(hop.to());
        if (hop.from() == CompactCluster.NOWHERE) {
            return new Migration(vm.id(), null, to.id(), Mebibytes.NONE, Duration.ZERO);
        }
        var from = cluster.host(hop.from());
        var mibPerSecond = Math.min(
                        (double) from.capacity().networkMbps() / touching[hop.from()],
                        (double) to.capacity().networkMbps() / touching[hop.to()])
                / MEGABITS_PER_MIB;
        var rewritten = Math.min(vm.memory().dirtyMibPerSecond() / mibPerSecond, 1 - 1 / MOST_COPIES);
        var copied = vm.memory().configured().value() / (1 - rewritten);
        return new Migration(
                vm.id(), from.id(), to.id(), new Mebibytes((long) Math.ceil(copied)), Duration.ofMillis((long)
                        Math.min(copied / mibPerSecond * MILLIS_PER_SECOND, LONGEST_MILLIS)));
    }
}
