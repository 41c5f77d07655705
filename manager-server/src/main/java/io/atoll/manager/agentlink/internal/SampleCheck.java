package io.atoll.manager.agentlink.internal;

import static io.atoll.manager.agentlink.internal.ReportCheck.outside;
import static io.atoll.manager.agentlink.internal.ReportCheck.wrong;

import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmSample;
import java.util.Optional;

/** Holds an agent's samples against what can be true, as {@link ReportCheck} does with its reports. */
final class SampleCheck {
    private static final long MOST_MILLICORES = ReportCheck.MOST_CPUS * 1_000L;
    /** A TiB: more than any memory takes. */
    private static final long MOST_DIRTY_BYTES_PER_SECOND = 1L << 40;

    private SampleCheck() {}

    static Optional<String> samples(Samples samples) {
        if (samples.getMonotonicMs() < 0 || outside(samples.getTimeMs(), ReportCheck.LATEST_CLOCK_MS)) {
            return wrong("it dates its samples %s ms", Long.toUnsignedString(samples.getTimeMs()));
        }
        if (isAbsurd(samples.getHost())) {
            return wrong(
                    "it reports using %s MiB of memory, or other absurd samples of itself",
                    Long.toUnsignedString(samples.getHost().getMemoryUsedMib()));
        }
        if (samples.getVmsCount() > ReportCheck.MOST_ENTRIES) {
            return wrong("it reports samples of %d VMs", samples.getVmsCount());
        }
        for (VmSample vm : samples.getVmsList()) {
            if (isAbsurd(vm) || !ReportCheck.isId(vm.getVmId())) {
                return wrong("it reports absurd samples of the VM \"%s\"", vm.getVmId());
            }
        }
        return Optional.empty();
    }

    private static boolean isAbsurd(HostSample host) {
        return outside(host.getCpuUsedMillicores(), MOST_MILLICORES)
                || outside(host.getMemoryUsedMib(), ReportCheck.MOST_MEMORY_MIB)
                || outside(host.getMemoryFreeMib(), ReportCheck.MOST_MEMORY_MIB)
                || outside(host.getSwapUsedMib(), ReportCheck.MOST_MEMORY_MIB)
                || host.getLoad1MMilli() < 0
                || anyNegative(
                        host.getNetRxBytesTotal(),
                        host.getNetTxBytesTotal(),
                        host.getNetRxPacketsTotal(),
                        host.getNetTxPacketsTotal(),
                        host.getCpuUsedMsTotal(),
                        host.getCpuStealMsTotal(),
                        host.getCpuIowaitMsTotal(),
                        host.getDiskReadBytesTotal(),
                        host.getDiskWriteBytesTotal(),
                        host.getDiskReadOpsTotal(),
                        host.getDiskWriteOpsTotal());
    }

    private static boolean isAbsurd(VmSample vm) {
        return outside(vm.getCpuUsedMillicores(), MOST_MILLICORES)
                || outside(vm.getVcpuCount(), ReportCheck.MOST_CPUS)
                || outside(vm.getMemoryResidentMib(), ReportCheck.MOST_MEMORY_MIB)
                || outside(vm.getMemoryActiveMib(), ReportCheck.MOST_MEMORY_MIB)
                || outside(vm.getMemoryBalloonMib(), ReportCheck.MOST_MEMORY_MIB)
                || outside(vm.getMemorySwapMib(), ReportCheck.MOST_MEMORY_MIB)
                || outside(vm.getMemoryDirtyBytesPerSecond(), MOST_DIRTY_BYTES_PER_SECOND)
                || anyNegative(
                        vm.getDiskReadBytesTotal(),
                        vm.getDiskWriteBytesTotal(),
                        vm.getDiskReadOpsTotal(),
                        vm.getDiskWriteOpsTotal(),
                        vm.getNetRxBytesTotal(),
                        vm.getNetTxBytesTotal(),
                        vm.getNetRxPacketsTotal(),
                        vm.getNetTxPacketsTotal(),
                        vm.getCpuUsedMsTotal(),
                        vm.getCpuReadyUsTotal());
    }

    private static boolean anyNegative(long... totals) {
        for (long total : totals) {
            if (total < 0) {
                return true;
            }
        }
        return false;
    }
}
