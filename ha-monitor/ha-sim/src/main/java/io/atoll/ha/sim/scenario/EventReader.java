package io.atoll.ha.sim.scenario;

import io.atoll.ha.sim.fault.Nemesis.Way;
import io.atoll.ha.sim.host.Qemu;
import io.atoll.ha.sim.scenario.Scenario.Deed;
import io.atoll.ha.sim.scenario.Scenario.Happening;
import java.util.ArrayList;
import java.util.List;

/** The at lines of a scenario. "for 5s" at the end of a line undoes what it did after that time. */
final class EventReader {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_EVENTS = 10_000;
    private static final List<String> WHAT = List.of(
            "power",
            "cut",
            "mend",
            "weaken",
            "kill",
            "pause",
            "resume",
            "zookeeper",
            "hang",
            "answer",
            "corrupt",
            "restore",
            "crash",
            "shutdown",
            "panic",
            "silence",
            "start",
            "stop",
            "migrate",
            "maintenance",
            "arm",
            "disarm",
            "guest-network",
            "confirm");

    private final ClusterReader cluster;
    private final List<Happening> happenings = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final Timetable timetable = new Timetable();

    EventReader(ClusterReader cluster) {
        this.cluster = cluster;
    }

    List<Happening> happenings() {
        return happenings;
    }

    void read(Words words) {
        if (happenings.size() >= MOST_EVENTS) {
            throw words.error("There are more than %d events. Split the scenario.".formatted(MOST_EVENTS));
        }
        var at = words.durationNs("time of the event", ScenarioReader.LONGEST_NS);
        var what = words.oneOf("event", WHAT);
        switch (what) {
            case "power" -> power(words, at);
            case "cut" -> cut(words, at, true);
            case "mend" -> cut(words, at, false);
            case "weaken" -> weaken(words, at);
            case "kill" -> kill(words, at);
            case "pause" -> pause(words, at, true);
            case "resume" -> pause(words, at, false);
            case "zookeeper" -> zookeeper(words, at);
            case "hang" -> pool(words, at, true);
            case "answer" -> pool(words, at, false);
            case "corrupt" -> slot(words, at, true);
            case "restore" -> slot(words, at, false);
            case "crash" -> guest(words, at, Qemu.End.CRASHED);
            case "shutdown" -> guest(words, at, Qemu.End.SHUT_DOWN);
            case "panic" -> {
                words.expect("vm");
                var vm = vm(words);
                add(words, at, hands -> hands.nemesis().panicGuest(vm));
            }
            case "silence" -> {
                words.expect("vm");
                var vm = vm(words);
                addCut(words, at, true, (hands, on) -> hands.nemesis().hangGuest(vm, on));
            }
            default -> RequestReader.read(this, what, words, at);
        }
    }

    void checkBefore(long runNs) {
        for (var index = 0; index < happenings.size(); index++) {
            if (happenings.get(index).atNs() > runNs) {
                throw new ScenarioError(
                        lines.get(index),
                        "This happens after the end of the run (%d s). Run longer, or take it away."
                                .formatted(runNs / SECOND));
            }
        }
    }

    void checkAgainst(ClusterReader plan) {
        timetable.check(plan);
    }

    /** Adds what somebody asks of the manager about one VM, and which moves no other. */
    void addRequest(Words words, long atNs, int vm, Deed deed) {
        happenings.add(new Happening(atNs, deed));
        lines.add(words.line());
        timetable.asked(atNs, vm);
    }

    /** Adds the wish that a VM moves to this host. */
    void addMigration(Words words, long atNs, int vm, int to, Deed deed) {
        timetable.migrates(atNs, words.line(), vm, to);
        addRequest(words, atNs, vm, deed);
    }

    void add(Words words, long atNs, Deed deed) {
        timetable.disturbed(atNs);
        happenings.add(new Happening(atNs, deed));
        lines.add(words.line());
    }

    /** Adds it, and its undoing when "for ..." follows. */
    void addLasting(Words words, long atNs, Deed deed, Deed undo) {
        add(words, atNs, deed);
        if (words.takeIf("for")) {
            happenings.add(
                    new Happening(atNs + words.durationNs("length of the event", ScenarioReader.LONGEST_NS), undo));
            lines.add(words.line());
        }
    }

    private long lastNs() {
        return happenings.getLast().atNs();
    }

    int host(Words words) {
        return words.known("host", cluster.hostNames);
    }

    int vm(Words words) {
        return words.known("VM", cluster.vmNames);
    }

    private void power(Words words, long at) {
        var on = words.oneOf("power state", List.of("on", "off")).equals("on");
        var host = host(words);
        if (on) {
            add(words, at, hands -> hands.nemesis().powerOn(host));
            timetable.switchedOn(at, words.line(), host);
        } else {
            addLasting(
                    words,
                    at,
                    hands -> hands.nemesis().powerOff(host),
                    hands -> hands.nemesis().powerOn(host));
            timetable.switchedOff(at, host);
            if (lastNs() > at) {
                timetable.comesBack(lastNs(), host);
            }
        }
    }

    private void cut(Words words, long at, boolean cut) {
        switch (words.oneOf("network", List.of("management", "storage", "all", "link"))) {
            case "management" -> {
                var host = host(words);
                var way = way(words);
                addCut(words, at, cut, (hands, on) -> hands.nemesis().management(host, way, on));
            }
            case "storage" -> {
                var host = host(words);
                var pool = words.comesFrom(cluster.poolNames) ? words.known("pool", cluster.poolNames) : -1;
                var way = way(words);
                addCut(words, at, cut, (hands, on) -> {
                    if (pool < 0) {
                        hands.nemesis().storage(host, way, on);
                    } else {
                        hands.nemesis().storage(host, pool, way, on);
                    }
                });
            }
            case "all" -> {
                var host = host(words);
                addCut(words, at, cut, (hands, on) -> {
                    hands.nemesis().management(host, Way.BOTH, on);
                    hands.nemesis().storage(host, Way.BOTH, on);
                });
            }
            default -> {
                var from = end(words);
                var to = end(words);
                addCut(words, at, cut, (hands, on) -> hands.link(from, to, on));
            }
        }
    }

    @FunctionalInterface
    private interface Cut {
        void make(ScenarioRun.Hands hands, boolean cut);
    }

    private void addCut(Words words, long at, boolean cut, Cut maker) {
        if (cut) {
            addLasting(words, at, hands -> maker.make(hands, true), hands -> maker.make(hands, false));
        } else {
            add(words, at, hands -> maker.make(hands, false));
        }
    }

    private static Way way(Words words) {
        return words.takeIf("outward") ? Way.OUTWARD : words.takeIf("inward") ? Way.INWARD : Way.BOTH;
    }

    /** An end of a link: a host, a ZooKeeper server or a pool. */
    private ScenarioRun.End end(Words words) {
        var names = new ArrayList<>(cluster.hostNames);
        names.addAll(cluster.serverNames());
        names.addAll(cluster.poolNames);
        var index = words.known("host, ZooKeeper server or pool", names);
        var hosts = cluster.hostNames.size();
        var servers = cluster.serverNames().size();
        if (index < hosts) {
            return new ScenarioRun.End(ScenarioRun.Kind.HOST, index);
        }
        return index < hosts + servers
                ? new ScenarioRun.End(ScenarioRun.Kind.SERVER, index - hosts)
                : new ScenarioRun.End(ScenarioRun.Kind.POOL, index - hosts - servers);
    }

    private void weaken(Words words, long at) {
        var host = host(words);
        words.expect("delay");
        var delay = words.durationNs("delay", 60 * SECOND);
        words.expect("loss");
        var loss = (int) words.number("loss in percent", 0, 100) * 10;
        addLasting(
                words,
                at,
                hands -> hands.nemesis().weaken(host, delay, loss),
                hands -> hands.nemesis().weaken(host, 0, 0));
    }

    private void kill(Words words, long at) {
        switch (words.oneOf("process", List.of("agent", "enforcer"))) {
            case "agent" -> {
                var host = host(words);
                var restart = words.takeIf("for")
                        ? words.durationNs("time until it is started again", ScenarioReader.LONGEST_NS)
                        : SECOND;
                add(words, at, hands -> hands.nemesis().killAgent(host, restart));
            }
            default -> {
                var host = host(words);
                var which = words.oneOf("enforcer", List.of("1", "2", "both"));
                add(words, at, hands -> {
                    if (!which.equals("2")) {
                        hands.nemesis().killEnforcer(host, 0);
                    }
                    if (!which.equals("1")) {
                        hands.nemesis().killEnforcer(host, 1);
                    }
                });
            }
        }
    }

    private void pause(Words words, long at, boolean pause) {
        Cut maker = switch (words.oneOf("thing to pause", List.of("agent", "enforcer", "host"))) {
            case "agent" -> {
                var host = host(words);
                yield (hands, on) -> hands.nemesis().stopAgent(host, on);
            }
            case "host" -> {
                var host = host(words);
                yield (hands, on) -> hands.nemesis().pause(host, on);
            }
            default -> pausedEnforcer(words);
        };
        addCut(words, at, pause, maker);
    }

    private Cut pausedEnforcer(Words words) {
        var host = host(words);
        var which = words.oneOf("enforcer", List.of("1", "2", "both"));
        return (hands, on) -> {
            if (!which.equals("2")) {
                hands.nemesis().stopEnforcer(host, 0, on);
            }
            if (!which.equals("1")) {
                hands.nemesis().stopEnforcer(host, 1, on);
            }
        };
    }

    private void zookeeper(Words words, long at) {
        switch (words.oneOf("event of ZooKeeper", List.of("down", "up", "alone", "expire"))) {
            case "down" -> {
                var server = words.known("ZooKeeper server", cluster.serverNames());
                addLasting(
                        words,
                        at,
                        hands -> hands.nemesis().crashServer(server, true),
                        hands -> hands.nemesis().crashServer(server, false));
            }
            case "up" -> {
                var server = words.known("ZooKeeper server", cluster.serverNames());
                add(words, at, hands -> hands.nemesis().crashServer(server, false));
            }
            case "alone" -> {
                var server = words.known("ZooKeeper server", cluster.serverNames());
                addLasting(
                        words,
                        at,
                        hands -> hands.nemesis().isolateServer(server, true),
                        hands -> hands.nemesis().isolateServer(server, false));
            }
            default -> add(words, at, hands -> hands.nemesis().expireSessions());
        }
    }

    private void pool(Words words, long at, boolean hangs) {
        words.expect("pool");
        var pool = words.known("pool", cluster.poolNames);
        addCut(words, at, hangs, (hands, on) -> hands.nemesis().hang(pool, on));
    }

    private void slot(Words words, long at, boolean corrupt) {
        words.expect("slot");
        var host = host(words);
        var pool = words.known("pool", cluster.poolNames);
        add(words, at, hands -> {
            if (corrupt) {
                hands.nemesis().corruptSlot(pool, host);
            } else {
                hands.nemesis().restoreOldSlot(pool, host);
            }
        });
    }

    private void guest(Words words, long at, Qemu.End how) {
        words.expect("vm");
        var vm = vm(words);
        add(words, at, hands -> hands.nemesis().endGuest(vm, how));
    }
}
