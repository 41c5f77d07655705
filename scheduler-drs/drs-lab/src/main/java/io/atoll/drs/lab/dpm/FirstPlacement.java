package io.atoll.drs.lab.dpm;

/** Where VMs are before the day begins: in their order, each where one such VM alone adds the fewest watts, as memory allows. */
final class FirstPlacement {
    static final int NO_ROOM = -1;

    private static final double ALIKE_WATTS = 1e-12;

    private FirstPlacement() {}

    /** For each VM the index of its host; {@link #NO_ROOM} where all hosts are full. */
    static int[] place(int vmCount, int hostCount) {
        var used = new long[hostCount];
        var hostOf = new int[vmCount];
        for (var vm = 0; vm < vmCount; vm++) {
            var size = VmSize.ofVm(vm, vmCount);
            hostOf[vm] = cheapest(size, used);
            if (hostOf[vm] != NO_ROOM) {
                used[hostOf[vm]] += size.memoryMib;
            }
        }
        return hostOf;
    }

    private static int cheapest(VmSize size, long[] used) {
        var best = NO_ROOM;
        var fewestWatts = Double.POSITIVE_INFINITY;
        for (var host = 0; host < used.length; host++) {
            var type = HostType.ofHost(host);
            var watts = type.wattsAt(size.mhz) - type.wattsAt(0);
            if (used[host] + size.memoryMib <= HostType.MEMORY_MIB
                    && size.mhz <= type.coreMhz()
                    && watts < fewestWatts - ALIKE_WATTS) {
                best = host;
                fewestWatts = watts;
            }
        }
        return best;
    }
}
