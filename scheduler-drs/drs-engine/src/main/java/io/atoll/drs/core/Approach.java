package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.drs.core.Sequence.Blocked;
import io.atoll.drs.core.Sequence.Reached;
import io.atoll.drs.core.Sequence.Waiting;
import io.atoll.drs.core.Solution.Stuck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Comes as near to a placement as an order of moves leads. What blocks it is given up, and with it only those who counted on the
 * room or the absence of those given up; who must not stay where they are is reported with what they wait for.
 */
final class Approach {
    /** After so many blocking sets all moves that still wait are given up at once. */
    private static final int MOST_ROUNDS = 24;

    private final CompactCluster cluster;
    private final Assignment goal;
    private final int[] wanted;
    private final boolean[] leave;
    private final List<Stuck> stuck = new ArrayList<>();
    private @Nullable Assignment whereItEnded;
    private List<Waiting> waitingThere = List.of();

    /**
     * @param goal the placement; what is given up is changed in it
     * @param leave for each host whether its units must leave it
     */
    Approach(Assignment goal, boolean[] leave) {
        cluster = goal.cluster;
        this.goal = goal;
        wanted = goal.hostOf.clone();
        this.leave = leave.clone();
    }

    /** @param unsettled VMs for which the placement has no place anyway */
    Solution run(boolean sleepWhenEmpty, List<Integer> unsettled) {
        for (var round = 0; ; round++) {
            switch (Sequencer.order(cluster, goal.hostOf, sleepWhenEmpty)) {
                case Reached(var waves) -> {
                    return furthest(waves, sleepWhenEmpty, unsettled);
                }
                case Blocked(var waiting, var hostOf) -> {
                    noteBlocked(hostOf, waiting, sleepWhenEmpty);
                    giveUp(waiting, round >= MOST_ROUNDS);
                }
            }
        }
    }

    /** What is left of the goal, or the state in which an order of moves got stuck, where that is nearer. */
    private Solution furthest(List<Wave> waves, boolean sleepWhenEmpty, List<Integer> unsettled) {
        var behind = whereItEnded;
        if (behind != null
                && loss(sleepWhenEmpty).compare(behind, goal) < 0
                && Sequencer.order(cluster, behind.hostOf, sleepWhenEmpty) instanceof Reached(var further)) {
            stuck.clear();
            for (var u = 0; u < cluster.unitCount; u++) {
                if (behind.hostOf[u] == cluster.home[u] && wanted[u] != cluster.home[u]) {
                    reportStuck(u, waitingThere);
                }
                become(u, behind.hostOf[u]);
            }
            return new Solution(goal.hostOfVms(), further, unsettled, stuck);
        }
        return new Solution(goal.hostOfVms(), waves, unsettled, stuck);
    }

    private void become(int unit, int host) {
        if (host != goal.hostOf[unit]) {
            if (host == NOWHERE) {
                goal.take(unit);
            } else {
                goal.move(unit, host);
            }
        }
    }

    /** Keeps the best of the states in which the order got stuck, with those who stepped aside back home if they can be. */
    private void noteBlocked(List<Integer> hostOf, List<Waiting> waiting, boolean sleepWhenEmpty) {
        var there = new Assignment(cluster);
        for (var u = 0; u < cluster.unitCount; u++) {
            if (hostOf.get(u) != NOWHERE && hostOf.get(u) != there.hostOf[u]) {
                there.move(u, hostOf.get(u));
            }
        }
        for (var u = 0; u < cluster.unitCount; u++) {
            var aside = there.hostOf[u] != wanted[u] && there.hostOf[u] != cluster.home[u];
            if (aside && !mustMove(u) && there.acceptsHome(u)) {
                there.move(u, cluster.home[u]);
            }
        }
        if (whereItEnded == null || loss(sleepWhenEmpty).compare(there, whereItEnded) < 0) {
            whereItEnded = there;
            waitingThere = waiting;
        }
    }

    /** First those who must leave and have not, then hosts in use where few are wanted, then those who are not where they should be. */
    private Comparator<Assignment> loss(boolean fewHosts) {
        return Comparator.<Assignment>comparingLong(
                        rest -> count(u -> rest.hostOf[u] == cluster.home[u] && mustMove(u)))
                .thenComparingLong(rest -> fewHosts ? hostsInUse(rest) : 0)
                .thenComparingLong(rest -> count(u -> rest.hostOf[u] != wanted[u]));
    }

    private long count(IntPredicate which) {
        return IntStream.range(0, cluster.unitCount).filter(which).count();
    }

    private void giveUp(List<Waiting> waiting, boolean everything) {
        var units = waiting.stream()
                .mapToInt(one -> cluster.unitOfVm[one.vms().getFirst()])
                .filter(u -> goal.hostOf[u] != cluster.home[u])
                .toArray();
        // Where only those wait that had stepped aside for others, it is the others that must not move.
        var all = everything || units.length == 0
                ? IntStream.range(0, cluster.unitCount)
                        .filter(u -> goal.hostOf[u] != cluster.home[u])
                        .toArray()
                : units;
        for (var unit : all) {
            goHome(unit, waiting);
        }
        sendHomeMisplaced(waiting);
    }

    private static long hostsInUse(Assignment rest) {
        return IntStream.range(0, rest.cluster.hostCount)
                .filter(h -> !rest.isEmpty(h))
                .count();
    }

    /** Whoever took the place of one that is home again goes home too: first those who may stay there, the least important first. */
    private void sendHomeMisplaced(List<Waiting> waiting) {
        var away = IntStream.range(0, cluster.unitCount)
                .filter(u -> goal.hostOf[u] != cluster.home[u] && goal.hostOf[u] != NOWHERE)
                .boxed()
                .sorted(Comparator.<Integer, Boolean>comparing(this::mustMove)
                        .thenComparingInt(cluster::priority)
                        .thenComparingInt(u -> u))
                .toList();
        var changed = true;
        while (changed) {
            changed = false;
            for (var unit : away) {
                var host = goal.hostOf[unit];
                var isAway = host != cluster.home[unit] && host != NOWHERE;
                if (isAway && !(goal.holds(host) && goal.rulesAllow(unit, host))) {
                    goHome(unit, waiting);
                    changed = true;
                }
            }
        }
    }

    private boolean mustMove(int unit) {
        return cluster.home[unit] == NOWHERE || leave[cluster.home[unit]];
    }

    private void goHome(int unit, List<Waiting> because) {
        become(unit, cluster.home[unit]);
        reportStuck(unit, because);
    }

    private void reportStuck(int unit, List<Waiting> because) {
        if (mustMove(unit)) {
            for (var vm : cluster.vmsOfUnit[unit]) {
                stuck.add(new Stuck(vm, because));
            }
        }
    }
}
