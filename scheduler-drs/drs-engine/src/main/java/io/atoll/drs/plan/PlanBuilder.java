package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Wave;
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
    private static final double MILLIS_PER_SECOND = 1000;

    private final CompactCluster cluster;
    private final int[] hostOfVm;

    private PlanBuilder(CompactCluster cluster) {
        this.cluster = cluster;
        hostOfVm = cluster.startOfVms();
    }

    static Plan build(CompactCluster cluster, List<Wave> waves) {
        return new PlanBuilder(cluster).plan(waves);
    }

    private Plan plan(List<Wave> waves) {
        var steps = waves.stream().map(this::step).toList();
        SortedMap<VmId, HostId> finalHosts = new TreeMap<>();
        for (var v = 0; v < hostOfVm.length; v++) {
            if (hostOfVm[v] != CompactCluster.NOWHERE) {
                finalHosts.put(cluster.vm(v).id(), cluster.host(hostOfVm[v]).id());
            }
        }
        return new Plan(steps, finalHosts);
    }

    private Step step(Wave wave) {
        var timing = new WaveTiming(cluster, wave.hops());
        var migrations = new ArrayList<Migration>();
        for (var i = 0; i < wave.hops().size(); i++) {
            var hop = wave.hops().get(i);
            var vm = cluster.vm(hop.vm()).id();
            var to = cluster.host(hop.to()).id();
            migrations.add(new Migration(
                    vm,
                    hop.from() == CompactCluster.NOWHERE
                            ? null
                            : cluster.host(hop.from()).id(),
                    to,
                    new Mebibytes((long) Math.ceil(timing.copiedMib(i))),
                    duration(timing.seconds(i)),
                    duration(timing.pauseSeconds(i))));
            hostOfVm[hop.vm()] = hop.to();
        }
        return new Step(
                Scheduler.ids(cluster, wave.wake()),
                migrations,
                Scheduler.ids(cluster, wave.sleep()),
                duration(timing.longestSeconds()));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis((long) (seconds * MILLIS_PER_SECOND));
    }
}
