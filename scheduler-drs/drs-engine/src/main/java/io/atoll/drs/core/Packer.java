package io.atoll.drs.core;

/**
 * Makes an over-full {@link Packing} fit by annealing: units shift, or trade places with one or two others, mostly where a host
 * is above its limits. Once it fits, the same moves bring units back home, to copy less.
 */
final class Packer {
    private static final int STEPS_PER_TEMPERATURE = 256;
    /** What one host's memory moved is worth, against one host's capacity exceeded. */
    private static final double MOVED_WEIGHT = 0.03;

    /** Above it a packing that fits is still likely to be a needless mess. */
    private static final double SETTLED_TEMPERATURE = 0.0015;

    private final Packing packing;
    private final CompactCluster cluster;
    private final Assignment assignment;
    private final Dice dice;
    private final Effort effort;
    private final IntBag strays = new IntBag(64);
    private int untilStraysAreFound;
    private boolean mustFit;
    private double movedWeight = MOVED_WEIGHT;

    Packer(Packing packing, Dice dice, Effort effort) {
        this.packing = packing;
        this.cluster = packing.cluster;
        this.assignment = packing.assignment;
        this.dice = dice;
        this.effort = effort;
    }

    /**
     * Whether a few changes make everything fit: for many small units, which leave little over after a good filling. Moves weigh
     * heavily, so that hardly anyone leaves home for it.
     */
    boolean fitGently(double steps) {
        mustFit = false;
        movedWeight = 10 * MOVED_WEIGHT;
        anneal(effort.steps(steps), 0.002, 0.0003, 1);
        return packing.over.isEmpty();
    }

    /** Whether everything fits after a search that may turn everything round. */
    boolean fit(double steps, double first) {
        mustFit = false;
        movedWeight = MOVED_WEIGHT;
        anneal(effort.steps(steps), first, 0.0005, SETTLED_TEMPERATURE);
        return packing.over.isEmpty();
    }

    /** Copies less, and keeps everything fitting. */
    void bringHome(double steps) {
        mustFit = true;
        movedWeight = 1;
        findStrays();
        anneal(effort.steps(steps), 0.005, 0.0002, 0);
    }

    /** Units that could be at home, since their home is kept, and are not. */
    private void findStrays() {
        strays.clear();
        for (var u = 0; u < cluster.unitCount; u++) {
            var home = cluster.home[u];
            if (home != CompactCluster.NOWHERE && assignment.hostOf[u] != home && packing.isKept(home)) {
                strays.add(u);
            }
        }
        untilStraysAreFound = cluster.unitCount;
    }

    /** @param enough ends early once everything fits at this temperature or below */
    private void anneal(long steps, double first, double last, double enough) {
        var cooling = Math.pow(last / first, (double) STEPS_PER_TEMPERATURE / steps);
        var temperature = first;
        for (var step = 0L; step < steps && effort.goesOn(); step++) {
            if (step % STEPS_PER_TEMPERATURE == 0) {
                temperature *= cooling;
                if (temperature <= enough && packing.over.isEmpty()) {
                    return;
                }
            }
            propose(temperature);
        }
    }

    private void propose(double temperature) {
        int unit;
        if (mustFit) {
            if (--untilStraysAreFound == 0) {
                findStrays();
            }
            unit = strays.isEmpty() || dice.below(3) == 0
                    ? dice.below(cluster.unitCount)
                    : strays.get(dice.below(strays.size()));
        } else {
            var host = packing.over.isEmpty() || dice.below(3) == 0
                    ? packing.hosts.get(dice.below(packing.hosts.size()))
                    : packing.over.get(dice.below(packing.over.size()));
            var residents = assignment.residents(host);
            if (residents.isEmpty()) {
                return;
            }
            unit = residents.get(dice.below(residents.size()));
        }
        var from = assignment.hostOf[unit];
        if (from == CompactCluster.NOWHERE || cluster.pinned[unit] || !packing.isKept(from)) {
            return;
        }
        var home = cluster.home[unit];
        var homing = home != from
                && home != CompactCluster.NOWHERE
                && packing.isKept(home)
                && dice.below(mustFit ? 2 : 8) == 0;
        var to = homing ? home : packing.hosts.get(dice.below(packing.hosts.size()));
        if (to == from || (!cluster.canReceive[to] && to != home)) {
            return;
        }
        var kind = dice.below(10);
        if (kind < 4) {
            shift(unit, from, to, temperature);
        } else if (kind < 8) {
            trade(unit, from, to, temperature);
        } else {
            tradeTwo(unit, from, to, temperature);
        }
    }

    private boolean accepted(double change, double temperature) {
        return change <= 0 || dice.share() < Math.exp(-change / temperature);
    }

    private double excessChange(int from, int to, double cpu, double memory, long vcpus) {
        var a = packing.excessWith(
                from, assignment.cpu[from] - cpu, assignment.memory[from] - memory, assignment.vcpus[from] - vcpus);
        var b = packing.excessWith(
                to, assignment.cpu[to] + cpu, assignment.memory[to] + memory, assignment.vcpus[to] + vcpus);
        if (mustFit && a + b > 0) {
            return Double.POSITIVE_INFINITY;
        }
        return a + b - packing.excess(from) - packing.excess(to);
    }

    private void shift(int unit, int from, int to, double temperature) {
        var change = excessChange(from, to, cluster.cpu[unit], cluster.memory[unit], cluster.vcpus[unit])
                + movedWeight * (packing.costAt(unit, to) - packing.costAt(unit, from) + packing.softChange(unit, to));
        if (accepted(change, temperature) && assignment.rulesAllow(unit, to)) {
            packing.move(unit, to);
        }
    }

    private void trade(int unit, int from, int to, double temperature) {
        var other = resident(to);
        if (other < 0 || cluster.pinned[other]) {
            return;
        }
        var change = excessChange(
                        from,
                        to,
                        cluster.cpu[unit] - cluster.cpu[other],
                        cluster.memory[unit] - cluster.memory[other],
                        cluster.vcpus[unit] - cluster.vcpus[other])
                + movedWeight
                        * (packing.costAt(unit, to)
                                - packing.costAt(unit, from)
                                + packing.costAt(other, from)
                                - packing.costAt(other, to)
                                + packing.softChange(unit, to)
                                + packing.softChange(other, from));
        if (accepted(change, temperature) && packing.rulesAllowBoth(unit, to, other, from)) {
            packing.move(unit, to);
            packing.move(other, from);
        }
    }

    /** One for two. */
    private void tradeTwo(int unit, int from, int to, double temperature) {
        var second = resident(from);
        var other = resident(to);
        if (other < 0 || second == unit || cluster.pinned[other] || cluster.pinned[second]) {
            return;
        }
        var change = excessChange(
                        from,
                        to,
                        cluster.cpu[unit] + cluster.cpu[second] - cluster.cpu[other],
                        cluster.memory[unit] + cluster.memory[second] - cluster.memory[other],
                        cluster.vcpus[unit] + cluster.vcpus[second] - cluster.vcpus[other])
                + movedWeight
                        * (packing.costAt(unit, to)
                                - packing.costAt(unit, from)
                                + packing.costAt(second, to)
                                - packing.costAt(second, from)
                                + packing.costAt(other, from)
                                - packing.costAt(other, to)
                                + packing.softChange(unit, to)
                                + packing.softChange(other, from));
        if (accepted(change, temperature)
                && packing.rulesAllowBoth(unit, to, other, from)
                && packing.rulesAllowBoth(second, to, other, from)
                && packing.rulesAllowBoth(unit, to, second, to)) {
            packing.move(unit, to);
            packing.move(second, to);
            packing.move(other, from);
        }
    }

    private int resident(int host) {
        var residents = assignment.residents(host);
        return residents.isEmpty() ? -1 : residents.get(dice.below(residents.size()));
    }
}
