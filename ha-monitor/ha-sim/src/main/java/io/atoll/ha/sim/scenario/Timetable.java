package io.atoll.ha.sim.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a scenario's own lines say of where things are at a time, before anything is played: enough to refuse what makes no sense. */
final class Timetable {
    private static final double NS_PER_SECOND = 1e9;

    private final List<Switch> switches = new ArrayList<>();
    private final List<Migration> migrations = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private long firstDisturbanceNs = Long.MAX_VALUE;

    /** @param line where somebody asks for it; 0: the host comes back by itself */
    private record Switch(long atNs, int line, int host, boolean on) {}

    private record Migration(long atNs, int line, int vm, int to) {}

    private record Request(long atNs, int vm) {}

    void switchedOn(long atNs, int line, int host) {
        switches.add(new Switch(atNs, line, host, true));
    }

    void switchedOff(long atNs, int host) {
        switches.add(new Switch(atNs, 0, host, false));
    }

    void comesBack(long atNs, int host) {
        switches.add(new Switch(atNs, 0, host, true));
    }

    void migrates(long atNs, int line, int vm, int to) {
        migrations.add(new Migration(atNs, line, vm, to));
    }

    /** Somebody asks for something about this VM. */
    void asked(long atNs, int vm) {
        requests.add(new Request(atNs, vm));
    }

    /** From here on nobody can say without playing it where any VM is. */
    void disturbed(long atNs) {
        firstDisturbanceNs = Math.min(firstDisturbanceNs, atNs);
    }

    void check(ClusterReader cluster) {
        checkSwitches(cluster);
        migrations.forEach(migration -> check(migration, cluster));
    }

    private void checkSwitches(ClusterReader cluster) {
        Set<Integer> off = new HashSet<>();
        for (var host = 0; host < cluster.hostNames.size(); host++) {
            if (cluster.startsOff(host)) {
                off.add(host);
            }
        }
        var inTime = new ArrayList<>(switches);
        inTime.sort(Comparator.comparingLong(Switch::atNs));
        for (var one : inTime) {
            if (!one.on) {
                off.add(one.host);
            } else if (!off.remove(one.host) && one.line > 0) {
                throw new ScenarioError(
                        one.line,
                        "Host %s is on at %s already. Take the line away, or switch the host off before, like: at 0s power off %s"
                                .formatted(
                                        cluster.hostNames.get(one.host),
                                        time(one.atNs),
                                        cluster.hostNames.get(one.host)));
            }
        }
    }

    private void check(Migration migration, ClusterReader cluster) {
        var earlier = requests.stream()
                .filter(request -> request.vm == migration.vm && request.atNs <= migration.atNs)
                .count();
        // The migration itself is one of them.
        if (migration.to == cluster.startsOn(migration.vm) && migration.atNs < firstDisturbanceNs && earlier == 1) {
            throw new ScenarioError(
                    migration.line,
                    "VM %s is on host %s at %s already: it starts there, and nothing before moves it. Name another host."
                            .formatted(
                                    cluster.vmNames.get(migration.vm),
                                    cluster.hostNames.get(migration.to),
                                    time(migration.atNs)));
        }
    }

    private static String time(long ns) {
        var seconds = ns / NS_PER_SECOND;
        return seconds == Math.rint(seconds) ? "%d s".formatted((long) seconds) : "%.3f s".formatted(seconds);
    }
}
