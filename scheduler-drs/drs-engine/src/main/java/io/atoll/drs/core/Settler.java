package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;

/**
 * Finds places for units that must have one: VMs without a host, VMs of hosts that are to be emptied. Those of higher priority
 * come first, then the larger ones, each where the cluster stays most even; then they trade places among themselves. Where
 * that leaves someone out, everybody may be moved to make room.
 */
final class Settler {
    private static final double STEPS_PER_UNIT = 150;
    private static final double FEWEST_STEPS = 5_000;
    private static final double MOST_STEPS = 400_000;
    private static final double KNEE = 0.8;
    private static final int MOST_PUSHED = 3;

    /** Looking at what a failure would need after each placement is for a few units; plans see to it for many. */
    private static final int MOST_SPARED = 64;

    private static final int MOST_HOSTS_TRIED = 16;

    private final CompactCluster cluster;
    private final Assignment assignment;
    private final Loads loads;
    private final Dice dice;
    private final Effort effort;

    private Settler(Assignment assignment, long seed, Effort effort) {
        this.assignment = assignment;
        this.cluster = assignment.cluster;
        this.effort = effort;
        loads = new Loads(assignment, KNEE);
        dice = new Dice(seed);
    }

    /**
     * Settles as many of the units as it can.
     *
     * @param units which units need a place; what they hold where they are now stays counted until they have one
     * @return the units for which none was found
     */
    static int[] settle(Assignment assignment, int[] units, long seed, Effort effort) {
        return new Settler(assignment, seed, effort).run(units);
    }

    private int[] run(int[] units) {
        var spare = cluster.limits.spareHosts() > 0 && units.length <= MOST_SPARED ? new Spare(assignment) : null;
        var settled = new IntBag(units.length);
        var left = new IntBag(4);
        for (var unit : byUrgency(units)) {
            var host = cluster.pinned[unit] ? NOWHERE : spare == null ? mostEven(unit) : mostEvenAndSafe(unit, spare);
            if (host == NOWHERE && (cluster.pinned[unit] || !afterOthersLeft(unit))) {
                left.add(unit);
            } else if (host == NOWHERE) {
                settled.add(unit);
            } else {
                go(unit, host);
                settled.add(unit);
            }
        }
        if (loads.counted.length > 1 && spare == null) {
            even(settled);
        }
        return left.toArray();
    }

    private int[] byUrgency(int[] units) {
        return Arrays.stream(units)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(u -> -cluster.priority(u))
                        .thenComparingDouble(u -> -size(u))
                        .thenComparingInt(u -> u))
                .mapToInt(u -> u)
                .toArray();
    }

    private double size(int unit) {
        return cluster.cpu[unit] / cluster.cpuCapacity[0] + cluster.memory[unit] / cluster.memoryCapacity[0];
    }

    /** The most even host after which every host may still fail; where there is none, the most even. */
    private int mostEvenAndSafe(int unit, Spare spare) {
        var first = mostEven(unit);
        var from = assignment.hostOf[unit];
        var tried = new BitSet();
        for (var host = first;
                host != NOWHERE && tried.cardinality() < MOST_HOSTS_TRIED;
                host = mostEven(unit, tried)) {
            go(unit, host);
            var awake = cluster.on.clone();
            awake[host] = true;
            var safe = spare.unsafe(assignment, awake) == NOWHERE;
            assignment.take(unit);
            if (from != NOWHERE) {
                assignment.put(unit, from);
            }
            if (safe) {
                return host;
            }
            tried.set(host);
        }
        return first;
    }

    private int mostEven(int unit) {
        return mostEven(unit, new BitSet());
    }

    /** A host that is on, as empty as can be; only if there is none, one that must be woken. */
    private int mostEven(int unit, BitSet not) {
        var best = NOWHERE;
        var bestScore = Double.POSITIVE_INFINITY;
        for (var h = 0; h < cluster.hostCount; h++) {
            if (cluster.canReceive[h] && h != assignment.hostOf[unit] && !not.get(h)) {
                var score = score(unit, h);
                if (score < bestScore && assignment.accepts(unit, h)) {
                    best = h;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    /** Settles the unit where only rules against others stand in its way, once these have gone elsewhere. */
    private boolean afterOthersLeft(int unit) {
        for (var h = 0; h < cluster.hostCount; h++) {
            if (cluster.canReceive[h] && assignment.hasRoom(unit, h) && pushOut(unit, h, MOST_PUSHED)) {
                go(unit, h);
                return true;
            }
        }
        return false;
    }

    private boolean pushOut(int unit, int host, int most) {
        if (assignment.accepts(unit, host)) {
            return true;
        }
        var other = cluster.rules.keptApartBy(unit, host, assignment.hostOf);
        if (other == NOWHERE || most == 0 || cluster.pinned[other]) {
            return false;
        }
        var elsewhere = mostEven(other);
        if (elsewhere == NOWHERE) {
            return false;
        }
        go(other, elsewhere);
        if (pushOut(unit, host, most - 1)) {
            return true;
        }
        go(other, host);
        return false;
    }

    /** How much the unit adds to the sum of squares of the shares; what is preferred comes before evenness, and before it sleep. */
    private double score(int unit, int host) {
        var cpu = cluster.cpu[unit] / cluster.cpuCapacity[host];
        var memory = cluster.memory[unit] / cluster.memoryCapacity[host];
        var score = cpu * (cpu + 2 * assignment.cpuShare(host)) + memory * (memory + 2 * assignment.memoryShare(host));
        var beyond = Math.max(0, assignment.cpuShare(host) + cpu - KNEE);
        return score + 10 * beyond + assignment.softChange(unit, host) + (cluster.on[host] ? 0 : 1000);
    }

    private void go(int unit, int host) {
        assignment.move(unit, host);
    }

    /** Settled units trade targets as long as it makes the cluster more even. */
    private void even(IntBag units) {
        if (units.isEmpty()) {
            return;
        }
        loads.reset(assignment);
        var steps = effort.steps(Math.min(MOST_STEPS, FEWEST_STEPS + STEPS_PER_UNIT * units.size()));
        for (var step = 0L; step < steps && effort.goesOn(); step++) {
            var unit = units.get(dice.below(units.size()));
            var from = assignment.hostOf[unit];
            var to = loads.counted[dice.below(loads.counted.length)];
            if (to == from
                    || to == cluster.home[unit]
                    || !cluster.canReceive[to]
                    || !cluster.on[from]
                    || assignment.softChange(unit, to) > 0) {
                continue;
            }
            var before = loads.imbalance() + loads.beyondKnee();
            loads.shift(unit, from, to);
            if (loads.imbalance() + loads.beyondKnee() < before && assignment.accepts(unit, to)) {
                go(unit, to);
            } else {
                loads.shift(unit, to, from);
            }
        }
    }
}
