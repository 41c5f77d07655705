package io.atoll.drs.core;

import org.jspecify.annotations.Nullable;

/**
 * Evens out the load with few moves and little copying. First greedily, the most evenness first, until the
 * target is reached; then by annealing over all the moves together: another VM instead, another target, two moved VMs trading
 * targets, a move taken back. Missing the target is priced a little above what the greedy's last moves paid for evenness, so that
 * the search may cross the line and comes back.
 */
final class Balancer {
    private static final double MIB_PER_GIB = 1024;
    private static final int HOT_HOSTS = 8;
    private static final double FIRST_TEMPERATURE = 0.7;
    private static final double LAST_TEMPERATURE = 0.02;
    private static final int STEPS_PER_TEMPERATURE = 256;
    /** Missing the target costs this many times what the greedy's last moves paid. */
    private static final double OVERPRICE = 1.6;

    private static final double TOLERATED_MISS = 0.0005;
    private static final double PRICE_RISE = 1.003;
    private static final double KNEE_PRICE = 2000;
    private static final double FEWEST_STEPS = 600_000;
    private static final double STEPS_PER_HOST = 4_000;
    private static final double NOTHING = 1e-9;

    private final CompactCluster cluster;
    private final BalancePolicy policy;
    private final Assignment assignment;
    private final Loads loads;
    private final Dice dice;
    private final Effort effort;
    private final double[] moveCost;
    private final double[] size;
    private final IntBag moved = new IntBag(64);
    private final int[] movedSlot;
    private double price;
    private double cpuWeight;
    private double memoryWeight;

    private Balancer(Assignment assignment, BalancePolicy policy, long seed, Effort effort) {
        this.cluster = assignment.cluster;
        this.assignment = assignment;
        this.policy = policy;
        this.effort = effort;
        loads = new Loads(assignment, policy.knee());
        dice = new Dice(seed);
        moveCost = new double[cluster.unitCount];
        size = new double[cluster.unitCount];
        movedSlot = new int[cluster.unitCount];
    }

    /** Changes the assignment for the better. */
    static void improve(Assignment assignment, BalancePolicy policy, long seed, Effort effort) {
        var balancer = new Balancer(assignment, policy, seed, effort);
        if (balancer.loads.counted.length > 1) {
            balancer.run();
        }
    }

    private void run() {
        setMoveCosts();
        descend();
        if (!moved.isEmpty()) {
            anneal(effort.steps(FEWEST_STEPS + STEPS_PER_HOST * loads.counted.length));
            descend();
            takeBack();
        }
    }

    private void setMoveCosts() {
        var cpuOfHost = cluster.cpuCapacity[loads.counted[0]];
        var memoryOfHost = cluster.memoryCapacity[loads.counted[0]];
        for (var u = 0; u < moveCost.length; u++) {
            size[u] = cluster.cpu[u] / cpuOfHost + cluster.memory[u] / memoryOfHost;
            moveCost[u] = cluster.vmsOfUnit[u].length + cluster.memory[u] / MIB_PER_GIB / policy.gibPerMove();
        }
    }

    /** What is to be made small: what the moves cost, and what the unevenness that is left is worth. */
    private double worth(double imbalance, double beyondKnee) {
        var missing = imbalance - policy.targetImbalance();
        return beyondKnee * KNEE_PRICE
                + (missing > 0 ? missing * price : missing * Math.min(price, 1 / policy.gainPerMoveBelowTarget()));
    }

    private double costAt(int unit, int host) {
        return host == cluster.home[unit] ? 0 : moveCost[unit];
    }

    // ---- greedy

    private void descend() {
        price = 1e9;
        while (effort.goesOnNow()) {
            weigh();
            var found = bestOf(hottest(1), hottest(-1));
            var done = loads.imbalance() <= policy.targetImbalance() && loads.beyondKnee() <= NOTHING;
            if (found == null || (done && found.gain < policy.gainPerMoveBelowTarget() * found.cost)) {
                break;
            }
            apply(found.unit, found.to);
            if (found.gain > 0) {
                price = Math.min(1e9, OVERPRICE * found.cost / found.gain);
            }
        }
    }

    /** Moves that are not needed for the target are not made. */
    private void takeBack() {
        for (var i = moved.size() - 1; i >= 0; i--) {
            var unit = moved.get(i);
            var from = assignment.hostOf[unit];
            var home = cluster.home[unit];
            var before = loads.beyondKnee();
            loads.shift(unit, from, home);
            if (loads.imbalance() <= policy.targetImbalance()
                    && loads.beyondKnee() <= before + NOTHING
                    && assignment.acceptsAt(unit, home)) {
                place(unit, home);
            } else {
                loads.shift(unit, home, from);
            }
        }
    }

    private record Found(int unit, int to, double gain, double cost) {}

    private @Nullable Found bestOf(int[] hot, int[] cold) {
        Found best = null;
        var before = loads.imbalance() + loads.beyondKnee();
        for (var from : hot) {
            var residents = assignment.residents(from);
            for (var i = 0; i < residents.size(); i++) {
                var unit = residents.get(i);
                for (var to : cold) {
                    if (to == from || cluster.pinned[unit]) {
                        continue;
                    }
                    loads.shift(unit, from, to);
                    var gain = before - loads.imbalance() - loads.beyondKnee();
                    loads.shift(unit, to, from);
                    if (gain > NOTHING && (best == null || gain > best.gain) && assignment.accepts(unit, to)) {
                        best = new Found(unit, to, gain, moveCost[unit]);
                    }
                }
            }
        }
        return best;
    }

    private int[] hottest(int sign) {
        var top = new int[Math.min(HOT_HOSTS, loads.counted.length)];
        var heats = new double[top.length];
        var size = 0;
        for (var h : loads.counted) {
            var heat = sign * loads.heat(h, cpuWeight, memoryWeight);
            if (size < top.length) {
                size++;
            } else if (heat <= heats[size - 1]) {
                continue;
            }
            var at = size - 1;
            while (at > 0 && heats[at - 1] < heat) {
                heats[at] = heats[at - 1];
                top[at] = top[at - 1];
                at--;
            }
            heats[at] = heat;
            top[at] = h;
        }
        return top;
    }

    private void weigh() {
        cpuWeight = 1 / Math.max(1e-9, loads.cpuDeviation());
        memoryWeight = 1 / Math.max(1e-9, loads.memoryDeviation());
    }

    private void apply(int unit, int to) {
        var from = assignment.hostOf[unit];
        loads.shift(unit, from, to);
        place(unit, to);
    }

    /** Like {@link #apply} where the loads know already. */
    private void place(int unit, int to) {
        var from = assignment.hostOf[unit];
        assignment.move(unit, to);
        var home = cluster.home[unit];
        if (from == home && to != home) {
            movedSlot[unit] = moved.size();
            moved.add(unit);
        } else if (from != home && to == home) {
            var last = moved.pop();
            if (last != unit) {
                moved.set(movedSlot[unit], last);
                movedSlot[last] = movedSlot[unit];
            }
        }
    }

    // ---- annealing

    private void anneal(long steps) {
        weigh();
        var cooling = Math.pow(LAST_TEMPERATURE / FIRST_TEMPERATURE, (double) STEPS_PER_TEMPERATURE / steps);
        var temperature = FIRST_TEMPERATURE;
        var current = worth(loads.imbalance(), loads.beyondKnee());
        for (var step = 0L; step < steps && effort.goesOn(); step++) {
            if (step % STEPS_PER_TEMPERATURE == 0) {
                temperature *= cooling;
                if (loads.imbalance() > policy.targetImbalance() + TOLERATED_MISS) {
                    price *= PRICE_RISE;
                    current = worth(loads.imbalance(), loads.beyondKnee());
                }
            }
            current = propose(current, temperature);
        }
    }

    private double propose(double current, double temperature) {
        var kind = dice.below(100);
        if (kind < 35 || moved.isEmpty()) {
            var from = pick(1);
            var residents = assignment.residents(from);
            if (residents.isEmpty()) {
                return current;
            }
            return tryMove(largerOf(residents), pick(-1), current, temperature);
        }
        var unit = moved.get(dice.below(moved.size()));
        var home = cluster.home[unit];
        if (kind < 50) {
            return tryMove(unit, pick(-1), current, temperature);
        }
        if (kind < 58) {
            return tryMove(unit, home, current, temperature);
        }
        if (kind < 82) {
            var residents = assignment.residents(home);
            if (residents.isEmpty()) {
                return current;
            }
            var other = largerOf(residents);
            return tryBoth(unit, home, other, assignment.hostOf[unit], current, temperature);
        }
        var other = moved.get(dice.below(moved.size()));
        return tryBoth(unit, assignment.hostOf[other], other, assignment.hostOf[unit], current, temperature);
    }

    /** The larger of two: small units are rarely worth a move. */
    private int largerOf(IntBag residents) {
        var one = residents.get(dice.below(residents.size()));
        var two = residents.get(dice.below(residents.size()));
        return size[one] >= size[two] ? one : two;
    }

    /** One of the hotter hosts (sign 1) or of the colder ones (sign -1). */
    private int pick(int sign) {
        var best = loads.counted[dice.below(loads.counted.length)];
        var bestHeat = sign * loads.heat(best, cpuWeight, memoryWeight);
        for (var i = 0; i < 2; i++) {
            var other = loads.counted[dice.below(loads.counted.length)];
            var heat = sign * loads.heat(other, cpuWeight, memoryWeight);
            if (heat > bestHeat) {
                best = other;
                bestHeat = heat;
            }
        }
        return best;
    }

    private boolean accepted(double change, double temperature) {
        return change <= 0 || dice.share() < Math.exp(-change / temperature);
    }

    private double tryMove(int unit, int to, double current, double temperature) {
        var from = assignment.hostOf[unit];
        if (from == to || cluster.pinned[unit]) {
            return current;
        }
        loads.shift(unit, from, to);
        var next = worth(loads.imbalance(), loads.beyondKnee());
        var change = next - current + costAt(unit, to) - costAt(unit, from);
        if (accepted(change, temperature) && assignment.acceptsAt(unit, to)) {
            place(unit, to);
            return next;
        }
        loads.shift(unit, to, from);
        return current;
    }

    private double tryBoth(int one, int oneTo, int two, int twoTo, double current, double temperature) {
        var oneFrom = assignment.hostOf[one];
        var twoFrom = assignment.hostOf[two];
        if (one == two || oneFrom == oneTo || twoFrom == twoTo || cluster.pinned[one] || cluster.pinned[two]) {
            return current;
        }
        loads.shift(one, oneFrom, oneTo);
        loads.shift(two, twoFrom, twoTo);
        var next = worth(loads.imbalance(), loads.beyondKnee());
        var change =
                next - current + costAt(one, oneTo) - costAt(one, oneFrom) + costAt(two, twoTo) - costAt(two, twoFrom);
        if (accepted(change, temperature) && bothFit(one, oneTo, two, twoTo)) {
            place(one, oneTo);
            place(two, twoTo);
            return next;
        }
        loads.shift(two, twoTo, twoFrom);
        loads.shift(one, oneTo, oneFrom);
        return current;
    }

    /** Whether both can be at their new hosts at the same time. */
    private boolean bothFit(int one, int oneTo, int two, int twoTo) {
        var oneFrom = assignment.hostOf[one];
        var twoFrom = assignment.hostOf[two];
        assignment.take(one);
        assignment.take(two);
        var fits = false;
        if (assignment.acceptsAt(one, oneTo)) {
            assignment.put(one, oneTo);
            fits = assignment.acceptsAt(two, twoTo);
            assignment.take(one);
        }
        assignment.put(two, twoFrom);
        assignment.put(one, oneFrom);
        return fits;
    }
}
