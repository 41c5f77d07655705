package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.PowerPast.Demand;
import io.atoll.manager.metrics.SampleHistory;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.VmHistory;
import io.atoll.model.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What the VMs of a cluster asked for together over the last week, in steps of a quarter of an hour: an hour of which only the mean is
 * kept counts as four alike. Read again every quarter of an hour, for it is a large query about what hardly changes.
 */
@Component
class DemandPast {
    private static final Duration REACH = Duration.ofDays(7);
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final int STEPS_PER_HOUR = 4;

    private final SampleHistory samples;
    private final ConcurrentHashMap<ClusterId, Known> known = new ConcurrentHashMap<>();

    DemandPast(SampleHistory samples) {
        this.samples = samples;
    }

    private record Known(Instant at, SortedMap<Instant, Demand> demand) {
        boolean isFresh(Instant now) {
            return !now.isBefore(at) && Duration.between(at, now).compareTo(STEP) < 0;
        }
    }

    SortedMap<Instant, Demand> of(ClusterId cluster, Instant now) {
        var before = known.get(cluster);
        if (before != null && before.isFresh(now)) {
            return before.demand;
        }
        var history = samples.ofCluster(
                cluster, REACH, EnumSet.of(VmFigure.CPU_USED, VmFigure.CPU_READY, VmFigure.MEMORY_RESIDENT));
        var demand = summed(history);
        known.put(cluster, new Known(now, demand));
        return demand;
    }

    /** A step in which no VM was sampled is left out: nobody knows what was asked for. */
    private static SortedMap<Instant, Demand> summed(VmHistory history) {
        var steps = history.stepCount();
        var cpu = new double[steps];
        var memory = new double[steps];
        var sampled = new int[steps];
        for (var vm : history.vms()) {
            var used = history.means(vm, VmFigure.CPU_USED);
            var ready = history.means(vm, VmFigure.CPU_READY);
            var resident = history.means(vm, VmFigure.MEMORY_RESIDENT);
            for (var step = 0; step < steps; step++) {
                if (!Float.isNaN(used[step])) {
                    sampled[step]++;
                    cpu[step] += Math.max(0, used[step] + (Float.isNaN(ready[step]) ? 0 : ready[step]));
                    memory[step] += Float.isNaN(resident[step]) ? 0 : Math.max(0, resident[step]);
                }
            }
        }
        var parts = (int) Math.max(1, history.step().dividedBy(STEP));
        var demand = new TreeMap<Instant, Demand>();
        for (var step = 0; step < steps; step++) {
            for (var part = 0; sampled[step] > 0 && part < Math.min(parts, STEPS_PER_HOUR); part++) {
                demand.put(
                        history.begin().plus(history.step().multipliedBy(step)).plus(STEP.multipliedBy(part)),
                        new Demand(cpu[step], memory[step]));
            }
        }
        return demand;
    }
}
