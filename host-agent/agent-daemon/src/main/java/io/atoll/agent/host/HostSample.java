package io.atoll.agent.host;

import io.atoll.hypervisor.api.VmSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the host and its VMs at one moment. Totals only grow while the counting goes on; rates are per the last
 * interval. What is not known is null, never zero.
 *
 * @param monotonicMs by a clock that is never set, from some moment of this run of the agent
 */
public record HostSample(long timeMs, long monotonicMs, OfHost host, List<OfVm> vms) {
    public HostSample {
        vms = List.copyOf(vms);
    }

    /**
     * The host itself.
     *
     * @param disk of the physical disks
     * @param network of the uplink, or the bridge
     */
    public record OfHost(
            @Nullable Cpu cpu,
            Memory memory,
            @Nullable Traffic disk,
            @Nullable Traffic network,
            int load1mMilli) {}

    /**
     * Processor time of all processors together.
     *
     * @param usedMillicores over the last interval
     * @param stealMsTotal taken by the hypervisor below, where this host is a VM itself
     * @param iowaitMsTotal idle while storage was waited for
     */
    public record Cpu(@Nullable Integer usedMillicores, long usedMsTotal, long stealMsTotal, long iowaitMsTotal) {}

    public record Memory(
            long usedMib, long freeMib, @Nullable Long swapUsedMib) {}

    /** Bytes and packets, or bytes and operations, in and out since the counting began. */
    public record Traffic(long inBytesTotal, long outBytesTotal, long inCountTotal, long outCountTotal) {}

    /**
     * One VM with a process here.
     *
     * @param cpuUsedMillicores over the last interval
     */
    public record OfVm(VmSample counters, @Nullable Integer cpuUsedMillicores) {}
}
