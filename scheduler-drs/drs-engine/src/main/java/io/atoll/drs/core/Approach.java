package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.drs.core.Sequence.Blocked;
import io.atoll.drs.core.Sequence.Reached;
import io.atoll.drs.core.Sequence.Waiting;
import io.atoll.drs.core.Solution.Stuck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Comes as near to a placement as an order of moves leads. What blocks it is given up, and with it only those who counted on the
 * room or the absence of those given up; who must not stay where they are is reported with what they wait for.
 */
final class Approach {
    /** After so many blocking sets all moves that still wait are given up at once. */
    private static final int MOST_ROUNDS = 24;

    private final CompactCluster cluster;
    private final Assignment goal;
    private final boolean[] leave;
    private final List<Stuck> stuck = new ArrayList<>();

    /**
     * @param goal the placement; what is given up is changed in it
     * @param leave for each host whether its units must leave it
     */
    Approach(Assignment goal, boolean[] leave) {
        cluster = goal.cluster;
        this.goal = goal;
        this.leave = leave.clone();
    }

    /** @param unsettled VMs for which the placement has no place anyway */
    Solution run(boolean sleepWhenEmpty, List<Integer> unsettled) {
        for (var round = 0; ; round++) {
            switch (Sequencer.order(cluster, goal.hostOf, sleepWhenEmpty)) {
                case Reached(var waves) -> {
                    return new Solution(goal.hostOfVms(), waves, unsettled, stuck);
                }
                case Blocked(var waiting) -> giveUp(waiting, round >= MOST_ROUNDS);
            }
        }
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
        if (cluster.home[unit] == NOWHERE) {
            goal.take(unit);
        } else {
            goal.move(unit, cluster.home[unit]);
        }
        if (mustMove(unit)) {
            for (var vm : cluster.vmsOfUnit[unit]) {
                stuck.add(new Stuck(vm, because));
            }
        }
    }
}
