package io.atoll.drs.power;

import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.List;

/** What VMs ask for on average over a window; where several count, over the one in which they ask for most. */
final class WindowDemand {
    private static final double MILLIS_PER_MINUTE = 60_000;

    private WindowDemand() {}

    static Cluster in(Cluster cluster, double minutesPerSample, List<Duration> windows) {
        var samples = windows.stream()
                .mapToInt(window ->
                        (int) Math.max(1, Math.round(window.toMillis() / MILLIS_PER_MINUTE / minutesPerSample)))
                .toArray();
        return cluster.withVms(cluster.vms().values().stream()
                .map(vm -> vm.cpu().history().sampleCount() == 0
                        ? vm
                        : asking(vm, most(vm.cpu().history(), samples)))
                .toList());
    }

    private static double most(DemandHistory history, int[] sampleCounts) {
        var most = 0.0;
        for (var count : sampleCounts) {
            most = Math.max(most, newestMean(history, count));
        }
        return most;
    }

    private static double newestMean(DemandHistory history, int samples) {
        var count = Math.min(samples, history.sampleCount());
        var sum = 0.0;
        for (var age = 0; age < count; age++) {
            sum += history.mhzAgo(age);
        }
        return sum / count;
    }

    private static Vm asking(Vm vm, double mhz) {
        var cpu = vm.cpu();
        return vm.with(new Vm.Cpu(
                cpu.vcpuCount(), new Megahertz(mhz), cpu.reservation(), cpu.limit(), cpu.shares(), cpu.history()));
    }
}
