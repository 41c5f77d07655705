package io.atoll.drs.lab.dpm;

import io.atoll.drs.power.PowerSettings;

/** How fast hosts are sent to sleep. */
enum LoopPace {
    /** A round parks a share of the hosts that are awake, and each is off with its last VM. */
    BY_SIZE("by-size", 0),
    /**
     * As the manager does: one host at a time. Its parking holds the lock of the cluster until it is off, so nobody else is parked or
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

    PowerSettings.Pace ofRound() {
        return this == MANAGER ? PowerSettings.Pace.ONE_BY_ONE : PowerSettings.Pace.USUAL;
    }
}
