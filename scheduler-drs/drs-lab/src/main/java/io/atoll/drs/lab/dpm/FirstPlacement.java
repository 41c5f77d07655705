package io.atoll.drs.lab.dpm;

import java.util.Arrays;

/** Where VMs are before the day begins: in their order, each where one such VM alone adds the fewest watts, as memory allows. */
final class FirstPlacement {
    private FirstPlacement() {}

    /** @return the index of the host of each VM; -1 where all hosts are full */
    static int[] place(int vmCount, int hostCount) {
        var used = new long[hostCount];
        var hostOf = new int[vmCount];
        for (var vm = 0; vm < vmCount; vm++) {
            hostOf[vm] = cheapest(VmSize.ofVm(vm, vmCount), used);
            if (hostOf[vm] >= 0) {
                used[hostOf[vm]] += VmSize.ofVm(vm, vmCount).memoryMib;
            }
        }
        return hostOf;
    }

    private static int cheapest(VmSize size, long[] used) {
        var firstOfType = new int[HostType.values().length];
        Arrays.fill(firstOfType, -1);
        for (var host = used.length - 1; host >= 0; host--) {
            var type = HostType.ofHost(host);
            if (used[host] + size.memoryMib <= HostType.MEMORY_MIB && size.mhz <= type.coreMhz) {
                firstOfType[type.ordinal()] = host;
            }
        }
        var best = -1;
        var fewestWatts = Double.POSITIVE_INFINITY;
        for (var type : HostType.values()) {
            var watts = type.wattsAt(size.mhz) - type.wattsAt(0);
            if (firstOfType[type.ordinal()] >= 0 && watts < fewestWatts) {
                best = firstOfType[type.ordinal()];
                fewestWatts = watts;
            }
        }
        return best;
    }
}
