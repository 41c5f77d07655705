package io.atoll.agent.host;

import io.atoll.model.VmId;
import java.util.List;

/** Counters of the host and its VMs at one moment. Totals only grow; rates are per the last interval. */
public record HostSample(
        long timeMs,
        int cpuUsedMillicores,
        long memoryUsedMib,
        long memoryFreeMib,
        Traffic network,
        int load1mMilli,
        List<OfVm> vms) {
    public HostSample {
        vms = List.copyOf(vms);
    }

    /** Bytes in and out since the counting began. */
    public record Traffic(long inBytesTotal, long outBytesTotal) {}

    /** Counters of one VM, from the guest's point of view. */
    public record OfVm(VmId vm, int cpuUsedMillicores, long memoryResidentMib, Traffic disk, Traffic network) {}
}
