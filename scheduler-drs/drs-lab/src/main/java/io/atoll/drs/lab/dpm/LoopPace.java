package io.atoll.drs.lab.dpm;

import io.atoll.drs.power.PowerSettings.Pace;

/** What becomes of the hosts that a round sends to sleep. */
enum LoopPace {
    /** Each is off with its last VM, and the next round may send more. */
    BY_SIZE("by-size", 0),
    /**
     * As in the manager: the parkings of a round, 32 at most, hold the lock of the cluster until the last of them is off, so nobody else is parked or
     * balanced until then, and the order to switch off is not taken back.
     */
    MANAGER("manager", 1);

    final String optionName;
    /** From the last VM's leaving until the host is off. */
    final int switchOffMinutes;

    LoopPace(String optionName, int switchOffMinutes) {
        this.optionName = optionName;
        this.switchOffMinutes = switchOffMinutes;
    }

    Pace ofRound() {
        return this == MANAGER ? Pace.TOGETHER : Pace.USUAL;
    }
}
