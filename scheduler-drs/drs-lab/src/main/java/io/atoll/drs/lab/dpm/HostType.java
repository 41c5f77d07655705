package io.atoll.drs.lab.dpm;

import io.atoll.model.cluster.PowerModel;

/**
 * A server of the power experiments of Beloglazov and Buyya (2012), "Optimal online deterministic algorithms and adaptive
 * heuristics for energy and performance efficient dynamic consolidation of virtual machines in cloud data centers"; watts as
 * published by SPECpower. The two kinds take turns.
 */
record HostType(double coreMhz, PowerModel power) {
    static final int CORE_COUNT = 2;

    /** What the servers really have; it binds the first placement only, see {@link DaySimulation}. */
    static final long MEMORY_MIB = 4096;

    static final HostType HP_ML110_G4 =
            new HostType(1860, PowerModel.ofCurve(86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117));
    static final HostType HP_ML110_G5 =
            new HostType(2660, PowerModel.ofCurve(93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135));

    static HostType ofHost(int index) {
        return index % 2 == 0 ? HP_ML110_G4 : HP_ML110_G5;
    }

    double capacityMhz() {
        return CORE_COUNT * coreMhz;
    }

    double wattsAt(double demandMhz) {
        return power.wattsAt(demandMhz / capacityMhz());
    }
}
