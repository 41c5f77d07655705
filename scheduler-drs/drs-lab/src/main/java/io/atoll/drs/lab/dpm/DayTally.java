package io.atoll.drs.lab.dpm;

import java.util.ArrayList;
import java.util.List;

/** What a simulated day has cost so far. */
final class DayTally {
    static final double JOULES_PER_KWH = 3.6e6;

    private double joules;
    private double activeSeconds;
    private double sufferingSeconds;
    private double askedMhzSeconds;
    private double lostMhzSeconds;
    private int migrations;
    private int shutdowns;
    private final List<Integer> hostsOn = new ArrayList<>();

    void countHost(double joulesUsed, double seconds, boolean suffers) {
        joules += joulesUsed;
        activeSeconds += seconds;
        sufferingSeconds += suffers ? seconds : 0;
    }

    void countDemand(double asked, double lost) {
        askedMhzSeconds += asked;
        lostMhzSeconds += lost;
    }

    void countMoves(int count) {
        migrations += count;
    }

    void countHosts(boolean[] before, boolean[] after) {
        var on = 0;
        for (var host = 0; host < after.length; host++) {
            on += after[host] ? 1 : 0;
            shutdowns += before[host] && !after[host] ? 1 : 0;
        }
        hostsOn.add(on);
    }

    double kilowattHours() {
        return joules / JOULES_PER_KWH;
    }

    /** SLATAH: share of the time of active hosts in which some VM got less than it asked for, by overload or by moving away. */
    double timeAtFullLoadShare() {
        return activeSeconds == 0 ? 0 : sufferingSeconds / activeSeconds;
    }

    /** PDM: CPU lost to migrations as a share of the CPU asked for. */
    double lostByMigrationShare() {
        return askedMhzSeconds == 0 ? 0 : lostMhzSeconds / askedMhzSeconds;
    }

    /** SLAV: the product of the two. */
    double violation() {
        return timeAtFullLoadShare() * lostByMigrationShare();
    }

    /** ESV: energy times violation. */
    double energyViolation() {
        return kilowattHours() * violation();
    }

    int migrations() {
        return migrations;
    }

    int shutdowns() {
        return shutdowns;
    }

    double meanHostsOn() {
        return hostsOn.isEmpty() ? 0 : activeSeconds / (hostsOn.size() * DaySimulation.STEP_SECONDS);
    }

    /** At the end of each step. */
    List<Integer> hostsOn() {
        return List.copyOf(hostsOn);
    }
}
