package io.atoll.drs.loop;

import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.Vm;

/** What VMs ask for, with the accidents of single samples taken out. */
final class LastingDemand {
    /** Five minutes of samples 20 s apart. */
    private static final int NEWEST_SAMPLES = 15;

    private LastingDemand() {}

    static Cluster in(Cluster cluster) {
        return cluster.withVms(
                cluster.vms().values().stream().map(LastingDemand::of).toList());
    }

    private static Vm of(Vm vm) {
        var cpu = vm.cpu();
        return cpu.history().sampleCount() == 0
                ? vm
                : vm.with(new Vm.Cpu(
                        cpu.vcpuCount(),
                        new Megahertz(newestMean(cpu.history())),
                        cpu.reservation(),
                        cpu.limit(),
                        cpu.shares(),
                        cpu.history()));
    }

    private static double newestMean(DemandHistory history) {
        var count = Math.min(NEWEST_SAMPLES, history.sampleCount());
        var sum = 0.0;
        for (var age = 0; age < count; age++) {
            sum += history.mhzAgo(age);
        }
        return sum / count;
    }
}
