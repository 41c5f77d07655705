package io.atoll.drs.lab.dpm;

/** The four sizes of VMs of the same experiments; the VMs of a day are four blocks of one size each. */
enum VmSize {
    HIGH_CPU(2500, 870),
    EXTRA_LARGE(2000, 1740),
    SMALL(1000, 1740),
    MICRO(500, 613);

    final double mhz;
    final long memoryMib;

    VmSize(double mhz, long memoryMib) {
        this.mhz = mhz;
        this.memoryMib = memoryMib;
    }

    static VmSize ofVm(int index, int vmCount) {
        var block = (vmCount + values().length - 1) / values().length;
        return values()[index / block];
    }
}
