package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

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
        var before = Balancer.badness(assignment, policy);
        Balancer.improve(assignment, policy, seed, effort);
        var solution = asFarAsPossible(assignment, false);
        // Where moves had to be given up, the rest may be worse than nothing.
        return Balancer.badness(assignment, policy) > before
                ? asFarAsPossible(new Assignment(assignment.cluster), false)
                : solution;
    }

    /**
     * Puts everyone on few hosts and lets the others sleep; calmly, for a day of changing demand, where the VMs' history is known.
     */
    public Solution consolidate(PowerPolicy policy) {
        if (cluster.hasHistory()) {
            return asFarAsPossible(PowerSaver.save(cluster, policy), true);
        }
        var start = new Assignment(cluster);
        var packed = Consolidator.pack(cluster, seed, effort);
        if (packed == null) {
            return drained(start);
        }
        var hoped = hostsUsed(packed.hostOfVms());
        var solution = drained(packed);
        var used = hostsUsed(solution.hostOfVm());
        if ((used <= hoped && used < hostsUsed(start.hostOfVms())) || !everyHostFits(start)) {
            return solution;
        }
        var byHand = drained(start);
        return hostsUsed(byHand.hostOfVm()) <= used ? byHand : solution;
    }

    /**
     * Where moves had to be given up, or a short search found little, hosts may still be emptied one after another: first in what
     * was hoped for, then in what can be reached, until that gains nothing more.
     */
    private Solution drained(Assignment hoped) {
        var solution = asFarAsPossible(hoped, true);
        if (!effort.goesOnNow()) {
            return solution;
        }
        solution = Drain.run(hoped) ? fewerHosts(solution, asFarAsPossible(hoped, true)) : solution;
        while (effort.goesOnNow()) {
            var reached = reached(solution);
            var tighter = Drain.run(reached) ? fewerHosts(solution, asFarAsPossible(reached, true)) : solution;
            if (tighter == solution) {
                return solution;
            }
            solution = tighter;
        }
        return solution;
    }

    private static Solution fewerHosts(Solution one, Solution other) {
        return hostsUsed(other.hostOfVm()) < hostsUsed(one.hostOfVm()) ? other : one;
    }

    private Assignment reached(Solution solution) {
        var assignment = new Assignment(cluster);
        for (var v = 0; v < cluster.vmCount; v++) {
            var host = solution.hostOfVm()[v];
            var unit = cluster.unitOfVm[v];
            if (host != NOWHERE && assignment.hostOf[unit] != host) {
                assignment.move(unit, host);
            }
        }
        return assignment;
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

    /** Gives every VM without a host one, brings hosts above their limits below them, and mends rules that do not hold. */
    public Solution repair() {
        var solution = settle(cluster, new boolean[cluster.hostCount], true);
        return solution.withOverfull(new Whereabouts(cluster, solution.hostOfVm()).overfull());
    }

    private Solution settle(CompactCluster open, boolean[] leave, boolean relieve) {
        var assignment = new Assignment(open);
        var units = IntStream.range(0, open.unitCount)
                .filter(u -> open.home[u] == NOWHERE || leave[open.home[u]])
                .toArray();
        var left = Settler.settle(assignment, units, seed, effort);
        if (relieve) {
            SoftMender.mend(assignment, BalancePolicy.DEFAULT.gibPerMove(), effort);
        }
        var full =
                relieve && IntStream.range(0, open.hostCount).anyMatch(h -> open.canReceive[h] && !assignment.fits(h));
        if (left.length > 0 || full) {
            var packed = Relief.fit(open, leave, seed, effort);
            var misfits = Relief.misfits(packed, leave);
            if (misfits.length <= left.length && (misfits.length == 0 || left.length == 0)) {
                var solution = new Approach(packed, leave).run(false, vmsOf(misfits));
                if (solution.missing() <= left.length) {
                    return solution;
                }
            }
        }
        return new Approach(assignment, leave).run(false, vmsOf(left));
    }

    private static Solution asFarAsPossible(Assignment assignment, boolean sleepWhenEmpty) {
        return new Approach(assignment, new boolean[assignment.cluster.hostCount]).run(sleepWhenEmpty, List.of());
    }

    private List<Integer> vmsOf(int[] units) {
        var vms = new ArrayList<Integer>();
        for (var unit : units) {
            Arrays.stream(cluster.vmsOfUnit[unit]).forEach(vms::add);
        }
        return vms;
    }
}
