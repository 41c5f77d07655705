package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.drs.core.Sequence.Waiting;
import io.atoll.drs.core.Solution;
import io.atoll.drs.core.Solution.Stuck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says for everyone who is not where they must be what is in the way, with figures. */
final class Obstacles {
    /** Of a long list of moves that wait for each other, so many are named. */
    private static final int MOST_NAMED = 6;

    private final CompactCluster cluster;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private Obstacles(CompactCluster cluster) {
        this.cluster = cluster;
    }

    static List<Obstacle> of(CompactCluster cluster, Solution solution) {
        var all = new Obstacles(cluster);
        var hostOfVm = solution.hostOfVm();
        for (var vm : solution.unsettled()) {
            all.add(vm, cluster.whyNowhere(vm, hostOfVm));
        }
        solution.stuck().forEach(all::add);
        for (var host : solution.overfull()) {
            all.add(cluster.mostHelpfulOf(host, hostOfVm), cluster.whyOverfull(host, hostOfVm));
        }
        return List.copyOf(all.obstacles);
    }

    private void add(int vm, String reason) {
        obstacles.add(new Obstacle(cluster.vm(vm).id(), cluster.vm(vm).name(), reason));
    }

    private void add(Stuck stuck) {
        var own = stuck.behind().stream()
                .filter(waiting -> waiting.vms().contains(stuck.vm()))
                .findFirst();
        var spare = stuck.behind().getFirst().spareOf();
        if (spare != CompactCluster.NOWHERE) {
            add(
                    stuck.vm(),
                    "the cluster would not survive the failure of %s any more, since its VMs would find no room elsewhere; add room, or ask for fewer spare hosts"
                            .formatted(cluster.host(spare).name()));
        } else if (own.isPresent()) {
            add(stuck.vm(), why(own.get()) + together(stuck.behind()) + ", and " + noThirdHost(own.get()));
        } else {
            add(stuck.vm(), "its place is behind moves that block each other" + together(stuck.behind()));
        }
    }

    private String why(Waiting waiting) {
        var target = cluster.host(waiting.to()).name();
        var room = waiting.room();
        if (room.neededMib() > room.freeMib()) {
            return String.format(
                    Locale.ROOT,
                    "waits for room on %s: needs %.0f MiB, %.0f MiB free",
                    target,
                    room.neededMib(),
                    room.freeMib());
        }
        return waiting.keptApartBy() == CompactCluster.NOWHERE
                ? "waits for others to move before it can go to " + target
                : "waits for %s to leave %s, since a rule keeps them apart"
                        .formatted(cluster.vm(waiting.keptApartBy()).name(), target);
    }

    /** The moves that wait for each other, where there are several. */
    private String together(List<Waiting> waiting) {
        if (waiting.size() < 2) {
            return "";
        }
        var named = waiting.stream()
                .limit(MOST_NAMED)
                .map(one -> "%s %sto %s"
                        .formatted(
                                cluster.vm(one.vms().getFirst()).name(),
                                one.from() == CompactCluster.NOWHERE
                                        ? ""
                                        : "from %s "
                                                .formatted(
                                                        cluster.host(one.from()).name()),
                                cluster.host(one.to()).name()))
                .collect(Collectors.joining(", "));
        var more = waiting.size() > MOST_NAMED ? " and %d more".formatted(waiting.size() - MOST_NAMED) : "";
        return " (%d moves wait for each other: %s%s)".formatted(waiting.size(), named, more);
    }

    private String noThirdHost(Waiting waiting) {
        var room = waiting.room();
        if (room.aside() == CompactCluster.NOWHERE) {
            return "there is no third host to wait on";
        }
        return String.format(
                Locale.ROOT,
                "no third host can help out meanwhile; the roomiest, %s, has %.0f MiB free",
                cluster.host(room.aside()).name(),
                room.asideFreeMib());
    }
}
