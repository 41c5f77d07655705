package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds places for units that must have one: VMs without a host, VMs of hosts that are to be emptied. Those of higher priority
 * come first, then the larger ones, each where the cluster stays most even; then they trade places among themselves. Where
 * that leaves someone out, everybody may be moved to make room.
 */
final class Settler {
    private static final double STEPS_PER_UNIT = 150;
    private static final double FEWEST_STEPS = 5_000;
    private static final double MOST_STEPS = 400_000;
    private static final int MOST_PUSHED = 3;

    /** Looking at what a failure would need after each placement is for a few units; plans see to it for many. */
    private static final int MOST_SPARED = 64;

    private static final int MOST_HOSTS_TRIED = 16;

    /** Once the time is over, for so many units others are still pushed out of the way. */
    private static final int MOST_PUSHING_LATE = 64;

    private final CompactCluster cluster;
    private final Assignment assignment;
    private final Loads loads;
    private final Dice dice;
    private final Effort effort;
    private final EvenHosts even;
    private int pushingLate;
    private int nextHost;

    private Settler(Assignment assignment, long seed, Effort effort) {
        this.assignment = assignment;
        this.cluster = assignment.cluster;
        this.effort = effort;
        loads = new Loads(assignment, EvenHosts.KNEE);
        dice = new Dice(seed);
        even = new EvenHosts(assignment);
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
            var host = cluster.pinned[unit] ? NOWHERE : place(unit, spare);
            if (host == NOWHERE && (cluster.pinned[unit] || !mayPush() || !afterOthersLeft(unit))) {
                left.add(unit);
            } else if (host == NOWHERE) {
                settled.add(unit);
            } else {
                go(unit, host);
                settled.add(unit);
            }
        }
        if (loads.counted.length > 1 && spare == null) {
            trade(settled);
        }
        return left.toArray();
    }

    /** Where it goes; once the time is over, wherever there is room, in turn. */
    private int place(int unit, @Nullable Spare spare) {
        if (!effort.goesOn()) {
            return nextThatAccepts(unit);
        }
        return spare == null ? mostEven(unit) : mostEvenAndSafe(unit, spare);
    }

    private boolean mayPush() {
        return effort.goesOn() || pushingLate++ < MOST_PUSHING_LATE;
    }

    private int[] byUrgency(int[] units) {
        var priority = new int[cluster.unitCount];
        var size = new double[cluster.unitCount];
        for (var unit : units) {
            priority[unit] = cluster.priority(unit);
            size[unit] = size(unit);
        }
        return Sorting.sorted(units, (a, b) -> {
            var byPriority = Integer.compare(priority[b], priority[a]);
            var bySize = byPriority != 0 ? byPriority : Double.compare(size[b], size[a]);
            return bySize != 0 ? bySize : Integer.compare(a, b);
        });
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
            var safe = spare.unsafe(assignment, awake()) == NOWHERE;
            assignment.take(unit);
            even.changed(host);
            if (from != NOWHERE) {
                assignment.put(unit, from);
                even.changed(from);
            }
            if (safe) {
                return host;
            }
            tried.set(host);
        }
        return first;
    }

    /** The hosts that are on, and those that will be woken for someone. */
    private boolean[] awake() {
        var awake = cluster.on.clone();
        for (var h = 0; h < awake.length; h++) {
            awake[h] |= !assignment.isEmpty(h);
        }
        return awake;
    }

    private int mostEven(int unit) {
        return cluster.soft != null && cluster.soft.concerns(unit) ? mostEven(unit, new BitSet()) : even.mostEven(unit);
    }

    /** A host that is on, as empty as can be; only if there is none, one that must be woken. */
    private int mostEven(int unit, BitSet not) {
        var best = NOWHERE;
        var bestScore = Double.POSITIVE_INFINITY;
        for (var h = 0; h < cluster.hostCount; h++) {
            if (cluster.canReceive[h] && h != assignment.hostOf[unit] && !not.get(h)) {
                // What is preferred comes before evenness, and before it sleep.
                var score = even.score(unit, h) + assignment.softChange(unit, h);
                if (score < bestScore && assignment.accepts(unit, h)) {
                    best = h;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    /** A host that is on and accepts the unit, the one after the last found; only if there is none, one that must be woken. */
    private int nextThatAccepts(int unit) {
        var asleep = NOWHERE;
        for (var i = 0; i < cluster.hostCount; i++) {
            var host = (nextHost + i) % cluster.hostCount;
            if (host != assignment.hostOf[unit]
                    && (cluster.on[host] || asleep == NOWHERE)
                    && assignment.accepts(unit, host)) {
                if (cluster.on[host]) {
                    nextHost = host + 1;
                    return host;
                }
                asleep = host;
            }
        }
        return asleep;
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

    private void go(int unit, int host) {
        var from = assignment.hostOf[unit];
        assignment.move(unit, host);
        even.changed(host);
        if (from != NOWHERE) {
            even.changed(from);
        }
    }

    /** Settled units trade targets as long as it makes the cluster more even. */
    private void trade(IntBag units) {
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
                assignment.move(unit, to);
            } else {
                loads.shift(unit, to, from);
            }
        }
    }
}
