package io.atoll.agent.server;

import io.atoll.agent.host.HostSample;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmSample;
import org.jspecify.annotations.Nullable;

/** Samples as messages of the protocol: what is null is left out. */
final class SampleMessages {
    private static final long MIB = 1L << 20;

    private SampleMessages() {}

    static Samples of(HostSample sample) {
        var message = Samples.newBuilder()
                .setTimeMs(sample.timeMs())
                .setMonotonicMs(sample.monotonicMs())
                .setHost(host(sample.host()));
        sample.vms().forEach(vm -> message.addVms(vm(vm)));
        return message.build();
    }

    private static io.atoll.agent.v1.HostSample host(HostSample.OfHost host) {
        var message = io.atoll.agent.v1.HostSample.newBuilder()
                .setMemoryUsedMib(host.memory().usedMib())
                .setMemoryFreeMib(host.memory().freeMib())
                .setLoad1MMilli(host.load1mMilli());
        cpu(host.cpu(), message);
        if (host.memory().swapUsedMib() != null) {
            message.setSwapUsedMib(host.memory().swapUsedMib());
        }
        var disk = host.disk();
        if (disk != null) {
            message.setDiskReadBytesTotal(disk.inBytesTotal())
                    .setDiskWriteBytesTotal(disk.outBytesTotal())
                    .setDiskReadOpsTotal(disk.inCountTotal())
                    .setDiskWriteOpsTotal(disk.outCountTotal());
        }
        var network = host.network();
        if (network != null) {
            message.setNetRxBytesTotal(network.inBytesTotal())
                    .setNetTxBytesTotal(network.outBytesTotal())
                    .setNetRxPacketsTotal(network.inCountTotal())
                    .setNetTxPacketsTotal(network.outCountTotal());
        }
        return message.build();
    }

    private static void cpu(HostSample.@Nullable Cpu cpu, io.atoll.agent.v1.HostSample.Builder message) {
        if (cpu == null) {
            return;
        }
        if (cpu.usedMillicores() != null) {
            message.setCpuUsedMillicores(cpu.usedMillicores());
        }
        message.setCpuUsedMsTotal(cpu.usedMsTotal())
                .setCpuStealMsTotal(cpu.stealMsTotal())
                .setCpuIowaitMsTotal(cpu.iowaitMsTotal());
    }

    private static VmSample vm(HostSample.OfVm vm) {
        var counters = vm.counters();
        var message = VmSample.newBuilder()
                .setVmId(counters.vm().toString())
                .setCountersId(countersId(counters))
                .setMemoryResidentMib(counters.memory().residentBytes() / MIB)
                .setCpuUsedMsTotal(counters.cpu().used().toMillis());
        if (vm.cpuUsedMillicores() != null) {
            message.setCpuUsedMillicores(vm.cpuUsedMillicores());
        }
        var ready = counters.cpu().ready();
        if (ready != null) {
            message.setCpuReadyUsTotal(ready.toNanos() / 1000)
                    .setVcpuCount(counters.cpu().vcpuCount());
        }
        memory(counters.memory(), message);
        var disk = counters.disk();
        if (disk != null) {
            message.setDiskReadBytesTotal(disk.inBytes())
                    .setDiskWriteBytesTotal(disk.outBytes())
                    .setDiskReadOpsTotal(disk.inCount())
                    .setDiskWriteOpsTotal(disk.outCount());
        }
        var network = counters.network();
        if (network != null) {
            message.setNetRxBytesTotal(network.inBytes())
                    .setNetTxBytesTotal(network.outBytes())
                    .setNetRxPacketsTotal(network.inCount())
                    .setNetTxPacketsTotal(network.outCount());
        }
        return message.build();
    }

    private static void memory(io.atoll.hypervisor.api.VmSample.Memory memory, VmSample.Builder message) {
        if (memory.swapBytes() != null) {
            message.setMemorySwapMib(memory.swapBytes() / MIB);
        }
        if (memory.balloonBytes() != null) {
            message.setMemoryBalloonMib(memory.balloonBytes() / MIB);
        }
        if (memory.activeBytes() != null) {
            message.setMemoryActiveMib(memory.activeBytes() / MIB);
        }
        if (memory.dirtyBytesPerSecond() != null) {
            message.setMemoryDirtyBytesPerSecond(memory.dirtyBytesPerSecond());
        }
    }

    /** Process numbers have at most 22 bits; start times are ticks since boot. Together they name a process for good. */
    private static long countersId(io.atoll.hypervisor.api.VmSample counters) {
        return counters.process().startTicks() << 22 | counters.process().pid();
    }
}
