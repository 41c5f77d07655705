package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) of a balance: over what the moves cost plus what the unevenness that
 * is left costs. The price of unevenness is a Lagrange multiplier: after each sweep it rises where the imbalance is above the
 * target and falls where it is below, so that the search spends its whole length near the target, and what is worth its price
 * decides which hosts are evened out and how far. The best placement at the end of a sweep is kept.
 */
final class BalanceAnnealing {
    private static final double FIRST_TEMPERATURE = 0.5;
    private static final double LAST_TEMPERATURE = 0.04;
    private static final int SWEEPS = 1000;
    private static final int SHORTEST_SWEEP = 64;

    /** Consecutive seeds throw the same numbers one step apart; this sets them far apart. */
    private static final long SEED_SPREAD = 0x5851F42D4C957F2DL;

    /** Worse by so many temperatures is never accepted: exp(-12) is once in 160,000. */
    private static final double HOPELESS = 12;

    /** A unit of imbalance costs about this much for each host where the target is met with large VMs. */
    private static final double FIRST_PRICE_PER_HOST = 13;

    private static final double HIGHEST_PRICE_PER_HOST = 100;
    private static final double PRICE_STEP = 0.1;
    /** Hosts that receive are filled to about this far below the mean. */
    private static final double FILLED_TO = 0.05;

    // How many of a hundred steps are of each kind; the rest trades another VM of the same home for one that has moved.
    private static final int NEW_OR_BACK = 12;
    private static final int BACK = 4;
    private static final int ELSEWHERE = 20;
    private static final int TRADE_TARGETS = 16;

    private final CompactCluster cluster;
    private final Assignment assignment;
    private final BalancePolicy policy;
    private final MoveCosts costs;
    private final MovedUnits moved;
    private final Unevenness unevenness;
    /** Null where no VM loads the network. */
    private final @Nullable NetworkUnevenness networkUnevenness;

    private final Dice dice;
    private final int[] hosts;
    private final double[] cpu;
    private final double[] memory;
    private final double[] network;
    /** Units that may move, the most useful for their cost first, and each one's place in that order. */
    private final int[] ranked;

    private final int[] rank;
    private double price;
    private double temperature;
    private int @Nullable [] best;
    private double bestScore = Double.MAX_VALUE;

    BalanceAnnealing(
            Assignment assignment,
            MovedUnits moved,
            BalancePolicy policy,
            MoveCosts costs,
            CpuDemand demand,
            long seed) {
        this.assignment = assignment;
        this.moved = moved;
        this.policy = policy;
        this.costs = costs;
        cluster = assignment.cluster;
        cpu = demand.ofUnit;
        memory = cluster.memory;
        network = cluster.network;
        dice = new Dice(seed * SEED_SPREAD);
        unevenness = new Unevenness(assignment, policy.knee(), demand);
        hosts = unevenness.hosts;
        networkUnevenness = cluster.countsNetwork ? new NetworkUnevenness(assignment, hosts) : null;
        price = FIRST_PRICE_PER_HOST * hosts.length;
        ranked = ranked();
        rank = new int[cluster.unitCount];
        for (var i = 0; i < ranked.length; i++) {
            rank[ranked[i]] = i;
        }
    }

    private int[] ranked() {
        var use = new double[cluster.unitCount];
        for (var u = 0; u < use.length; u++) {
            var home = cluster.home[u];
            if (home != NOWHERE) {
                var cpuUse = use(unevenness.cpuDeviation(home), cpu[u] / cluster.cpuCapacity[home]);
                var memoryUse = use(unevenness.memoryDeviation(home), memory[u] / cluster.memoryCapacity[home]);
                use[u] = (cpuUse + memoryUse) / costs.away(u);
            }
        }
        return IntStream.range(0, use.length)
                .filter(u -> cluster.home[u] != NOWHERE && cluster.on[cluster.home[u]] && !cluster.pinned[u])
                .boxed()
                .sorted((one, two) -> Double.compare(use[two], use[one]))
                .mapToInt(u -> u)
                .toArray();
    }

    /** By how much squares shrink where this share leaves a host so far above the mean for one that is not yet filled. */
    private static double use(double deviation, double share) {
        return share * Math.max(0, 2 * (Math.max(deviation, -FILLED_TO) + FILLED_TO) - share);
    }

    /** Leaves the best placement found, the one at the start included. */
    void run(long steps, Effort effort) {
        if (ranked.length == 0) {
            return;
        }
        var perSweep = Math.max(SHORTEST_SWEEP, steps / SWEEPS);
        var sweeps = Math.max(1, steps / perSweep);
        var spentBefore = effort.spent();
        for (var sweep = 0L; sweep < sweeps && effort.goesOnNow(); sweep++) {
            var spent = (effort.spent() - spentBefore) / Math.max(1e-9, 1 - spentBefore);
            var share = Math.max((double) sweep / sweeps, spent);
            temperature = FIRST_TEMPERATURE * Math.pow(LAST_TEMPERATURE / FIRST_TEMPERATURE, share);
            takeStock();
            for (var i = 0L; i < perSweep; i++) {
                step();
            }
        }
        takeStock();
        if (best != null) {
            moved.restore(best);
        }
    }

    private void takeStock() {
        unevenness.recount();
        if (networkUnevenness != null) {
            networkUnevenness.recount();
        }
        var score = score();
        if (score < bestScore) {
            bestScore = score;
            best = assignment.hostOf.clone();
        }
        var miss = imbalance() / policy.targetImbalance() - 1;
        price = price * Math.exp(PRICE_STEP * Math.clamp(miss, -1, 1));
        price = Math.clamp(price, 1 / policy.gainPerMoveBelowTarget(), highestPrice());
        unevenness.reprice(price);
        if (networkUnevenness != null) {
            networkUnevenness.reprice(price);
        }
    }

    /** What one unit of imbalance costs now, in moves. */
    double price() {
        return price;
    }

    private double imbalance() {
        return unevenness.imbalance() + (networkUnevenness == null ? 0 : networkUnevenness.imbalance());
    }

    private double highestPrice() {
        return highestPrice(policy, hosts.length);
    }

    private static double highestPrice(BalancePolicy policy, int hostCount) {
        return HIGHEST_PRICE_PER_HOST * hostCount + 1 / policy.gainPerMoveBelowTarget();
    }

    /** What an imbalance above the target is counted as in the end, in moves. */
    static double costAbove(BalancePolicy policy, int hostCount, double imbalance) {
        return (imbalance - policy.targetImbalance()) * highestPrice(policy, hostCount);
    }

    /** What the placement is judged by in the end. */
    private double score() {
        var cost = unevenness.beyond() * Unevenness.BEYOND_PRICE;
        for (var i = 0; i < moved.size(); i++) {
            cost += costs.away(moved.get(i));
        }
        cost += assignment.softCost();
        var missing = imbalance() - policy.targetImbalance();
        return cost + missing * (missing > 0 ? highestPrice() : 1 / policy.gainPerMoveBelowTarget());
    }

    // ---- steps

    private void step() {
        var kind = dice.below(100);
        if (moved.isEmpty() || kind < NEW_OR_BACK) {
            var unit = oneOfTheMostUseful();
            var home = cluster.home[unit];
            tryMove(unit, assignment.hostOf[unit] == home ? anyHost() : home);
            return;
        }
        var unit = moved.any(dice);
        kind -= NEW_OR_BACK;
        if (kind < BACK) {
            tryMove(unit, cluster.home[unit]);
        } else if (kind < BACK + ELSEWHERE) {
            tryMove(unit, anyHost());
        } else if (kind < BACK + ELSEWHERE + TRADE_TARGETS) {
            tryTrade(unit, moved.any(dice));
        } else {
            var other = residentOf(cluster.home[unit]);
            if (other != NOWHERE) {
                tryTrade(unit, other);
            }
        }
    }

    private int anyHost() {
        return hosts[dice.below(hosts.length)];
    }

    /** Half of the time one of the first eighth. */
    private int oneOfTheMostUseful() {
        var share = dice.share();
        return ranked[(int) (share * share * share * ranked.length)];
    }

    /** The more useful of two. */
    private int residentOf(int host) {
        var residents = assignment.residents(host);
        if (residents.isEmpty()) {
            return NOWHERE;
        }
        var one = residents.get(dice.below(residents.size()));
        var two = residents.get(dice.below(residents.size()));
        var unit = rank[one] <= rank[two] ? one : two;
        return cluster.pinned[unit] || cluster.home[unit] == NOWHERE ? NOWHERE : unit;
    }

    private boolean accepted(double change) {
        return change <= 0 || (change < HOPELESS * temperature && dice.share() < Math.exp(-change / temperature));
    }

    private void tryMove(int unit, int to) {
        var from = assignment.hostOf[unit];
        if (from == to) {
            return;
        }
        var change = costs.change(unit, to)
                + unevenness.change(from, -cpu[unit], -memory[unit])
                + unevenness.change(to, cpu[unit], memory[unit])
                + networkChange(from, to, network[unit]);
        if (accepted(change) && assignment.acceptsAt(unit, to)) {
            apply(unit, to);
        }
    }

    private void tryTrade(int one, int two) {
        var oneFrom = assignment.hostOf[one];
        var twoFrom = assignment.hostOf[two];
        if (oneFrom == twoFrom) {
            return;
        }
        var cpuMore = cpu[one] - cpu[two];
        var memoryMore = memory[one] - memory[two];
        var change = costs.tradeChange(one, two)
                + networkChange(oneFrom, twoFrom, network[one] - network[two])
                + unevenness.change(oneFrom, -cpuMore, -memoryMore)
                + unevenness.change(twoFrom, cpuMore, memoryMore);
        if (accepted(change) && moved.mayTrade(one, two)) {
            apply(one, twoFrom);
            apply(two, oneFrom);
        }
    }

    private double networkChange(int from, int to, double mbps) {
        return networkUnevenness == null
                ? 0
                : networkUnevenness.change(from, -mbps) + networkUnevenness.change(to, mbps);
    }

    private void apply(int unit, int to) {
        var from = assignment.hostOf[unit];
        if (networkUnevenness != null) {
            networkUnevenness.add(from, -network[unit]);
            networkUnevenness.add(to, network[unit]);
        }
        unevenness.add(from, -cpu[unit], -memory[unit]);
        unevenness.add(to, cpu[unit], memory[unit]);
        moved.place(unit, to);
    }
}
