package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.HostPower.Share;
import io.atoll.drs.power.HostPower.Use;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.VmHistory;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What VMs used over the windows of power saving, and what that makes of their hosts. A VM of which too little is known makes the
 * use of its host unknown. Pure.
 */
final class VmUse {
    /** A mean of fewer of a window's samples says too little of it. */
    private static final double LEAST_KNOWN = 0.5;

    private final Map<VmId, double[]> wanted = new TreeMap<>();
    private final Duration step;

    /** @param history of used and ready time */
    VmUse(VmHistory history) {
        step = history.step();
        for (var vm : history.vms()) {
            wanted.put(vm, wanted(history, vm));
        }
    }

    double minutesPerSample() {
        return step.toMillis() / 60_000.0;
    }

    /** What it used, and what it wanted and did not get; not a number where nothing is known. */
    private static double[] wanted(VmHistory history, VmId vm) {
        var used = history.means(vm, VmFigure.CPU_USED);
        var ready = history.means(vm, VmFigure.CPU_READY);
        var sums = new double[used.length];
        for (var i = 0; i < used.length; i++) {
            sums[i] = Float.isNaN(used[i]) ? Double.NaN : Math.max(0, used[i] + (Float.isNaN(ready[i]) ? 0 : ready[i]));
        }
        return sums;
    }

    /** The VM with its samples, the gaps left out. */
    Vm sampled(Vm vm) {
        var samples = wanted.get(vm.id());
        if (samples == null) {
            return vm;
        }
        var known = Arrays.stream(samples).filter(value -> !Double.isNaN(value)).toArray();
        var cpu = vm.cpu();
        return known.length == 0
                ? vm
                : vm.with(new Vm.Cpu(
                        cpu.vcpuCount(),
                        cpu.demand(),
                        cpu.reservation(),
                        cpu.limit(),
                        cpu.shares(),
                        DemandHistory.of(known)));
    }

    /** How much of a host its VMs use. */
    Use of(Cluster cluster, HostId host, Duration wake, Duration park) {
        return new Use(share(cluster, host, wake), share(cluster, host, park));
    }

    private @Nullable Share share(Cluster cluster, HostId id, Duration window) {
        var host = cluster.hosts().get(id);
        if (host == null) {
            return null;
        }
        var cpu = 0.0;
        var memory = 0.0;
        for (var vm : cluster.vms().values()) {
            if (id.equals(vm.host())) {
                var mean = mean(vm.id(), window);
                if (Double.isNaN(mean)) {
                    return null;
                }
                cpu += mean;
                memory += vm.memory().active().value();
            }
        }
        return new Share(
                cpu / host.capacity().cpu().value(),
                memory / host.capacity().memory().value());
    }

    private double mean(VmId vm, Duration window) {
        var samples = wanted.get(vm);
        if (samples == null) {
            return Double.NaN;
        }
        var count = Math.clamp(Math.round((double) window.toMillis() / step.toMillis()), 1, samples.length);
        var sum = 0.0;
        var known = 0;
        for (var i = samples.length - count; i < samples.length; i++) {
            if (!Double.isNaN(samples[i])) {
                sum += samples[i];
                known++;
            }
        }
        return known < Math.max(1, LEAST_KNOWN * count) ? Double.NaN : sum / known;
    }
}
