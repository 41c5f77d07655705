package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.drs.core.Sequence.Blocked;
import io.atoll.drs.core.Sequence.Reached;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The scheduler's questions over one cluster: each a search for a placement, then a sequence that leads there. */
public final class Solver {
    private final CompactCluster cluster;
    private final long seed;
    private final Effort effort;

    public Solver(CompactCluster cluster, long seed, Effort effort) {
        this.cluster = cluster;
        this.seed = seed;
        this.effort = effort;
    }

    /** Evens out the load of the hosts that are on. */
    public Solution balance(BalancePolicy policy) {
        var assignment = new Assignment(cluster.withoutWaking());
        Balancer.improve(assignment, policy, seed, effort);
        return asFarAsPossible(assignment, false);
    }

    /**
     * Puts everyone on few hosts and lets the others sleep; calmly, for a day of changing demand, where the VMs' history is known.
     */
    public Solution consolidate(PowerPolicy policy) {
        if (hasHistory()) {
            return asFarAsPossible(PowerSaver.save(cluster, policy), true);
        }
        var start = new Assignment(cluster);
        var packed = Consolidator.pack(cluster, seed, effort);
        if (packed != null) {
            var solution = asFarAsPossible(packed, true);
            if (hostsUsed(solution.hostOfVm()) < hostsUsed(start.hostOfVms()) || !everyHostFits(start)) {
                return solution;
            }
        }
        return asFarAsPossible(start, true);
    }

    private boolean hasHistory() {
        return Arrays.stream(cluster.vms).anyMatch(vm -> vm.cpu().history().sampleCount() > 0);
    }

    private static long hostsUsed(int[] hostOfVm) {
        return Arrays.stream(hostOfVm).filter(h -> h != NOWHERE).distinct().count();
    }

    private static boolean everyHostFits(Assignment assignment) {
        return IntStream.range(0, assignment.cluster.hostCount).allMatch(assignment::fits)
                && Arrays.stream(assignment.hostOf).noneMatch(h -> h == NOWHERE);
    }

    /** Empties these hosts. */
    public Solution evacuate(int[] hosts) {
        return settle(cluster.closing(hosts), Relief.flags(cluster, hosts), false);
    }

    /** Gives every VM without a host one. */
    public Solution place() {
        return settle(cluster, new boolean[cluster.hostCount], false);
    }

    /** Gives every VM without a host one, and brings hosts above their limits below them. */
    public Solution repair() {
        return settle(cluster, new boolean[cluster.hostCount], true);
    }

    private Solution settle(CompactCluster open, boolean[] leave, boolean relieve) {
        var assignment = new Assignment(open);
        var units = IntStream.range(0, open.unitCount)
                .filter(u -> open.home[u] == NOWHERE || leave[open.home[u]])
                .toArray();
        var left = Settler.settle(assignment, units, seed, effort);
        var full =
                relieve && IntStream.range(0, open.hostCount).anyMatch(h -> open.canReceive[h] && !assignment.fits(h));
        if (left.length > 0 || full) {
            var packed = Relief.fit(open, leave, seed, effort);
            var misfits = Relief.misfits(packed, leave);
            if (misfits.length <= left.length && (misfits.length == 0 || left.length == 0)) {
                return asFarAsPossible(packed, false, misfits);
            }
        }
        return asFarAsPossible(assignment, false, left);
    }

    private Solution asFarAsPossible(Assignment assignment, boolean sleepWhenEmpty) {
        return asFarAsPossible(assignment, sleepWhenEmpty, new int[0]);
    }

    /** Where no order of moves leads to the whole placement, the moves that are stuck are given up, unless somebody needs them. */
    private Solution asFarAsPossible(Assignment assignment, boolean sleepWhenEmpty, int[] unsettled) {
        var missing = vmsOf(unsettled);
        while (true) {
            var sequence = Sequencer.order(assignment.cluster, assignment.hostOf, sleepWhenEmpty);
            switch (sequence) {
                case Reached reached -> {
                    return new Solution(assignment.hostOfVms(), reached, missing);
                }
                case Blocked blocked -> {
                    if (!giveUp(assignment, blocked)) {
                        return new Solution(assignment.hostOfVms(), blocked, missing);
                    }
                }
            }
        }
    }

    private List<Integer> vmsOf(int[] units) {
        var vms = new ArrayList<Integer>();
        for (var unit : units) {
            Arrays.stream(cluster.vmsOfUnit[unit]).forEach(vms::add);
        }
        return vms;
    }

    /** Sends the waiting units home in thought, and with them whoever took their place; false where somebody cannot go home. */
    private static boolean giveUp(Assignment assignment, Blocked blocked) {
        var cluster = assignment.cluster;
        var units = blocked.waiting().stream()
                .mapToInt(waiting -> cluster.unitOfVm[waiting.vms().getFirst()])
                .filter(u -> assignment.hostOf[u] != cluster.home[u])
                .toArray();
        // Where only those wait that had stepped aside for others, it is the others that must not move.
        var stuck = units.length > 0
                ? units
                : IntStream.range(0, cluster.unitCount)
                        .filter(u -> assignment.hostOf[u] != cluster.home[u])
                        .toArray();
        if (stuck.length == 0) {
            return false;
        }
        for (var unit : stuck) {
            if (!goHome(assignment, unit)) {
                return false;
            }
        }
        return sendHomeMisplaced(assignment);
    }

    private static boolean sendHomeMisplaced(Assignment assignment) {
        var cluster = assignment.cluster;
        var changed = true;
        while (changed) {
            changed = false;
            for (var u = 0; u < cluster.unitCount; u++) {
                var host = assignment.hostOf[u];
                var away = host != cluster.home[u] && host != NOWHERE;
                if (away && !(assignment.holds(host) && assignment.rulesAllow(u, host))) {
                    if (!goHome(assignment, u)) {
                        return false;
                    }
                    changed = true;
                }
            }
        }
        return true;
    }

    private static boolean goHome(Assignment assignment, int unit) {
        var home = assignment.cluster.home[unit];
        if (home == NOWHERE || !assignment.cluster.canReceive[home]) {
            return false;
        }
        assignment.move(unit, home);
        return true;
    }
}
