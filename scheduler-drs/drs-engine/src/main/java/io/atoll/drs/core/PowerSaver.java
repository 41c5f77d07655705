package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps few hosts awake over a day, calmly. Everything has one price, counted in moves ({@link Outlook}): moves made now,
 * overloads to come and hosts kept awake. Hosts are emptied where that lowers the price; whoever is asked for more
 * than there is gives away the unit whose going costs least; and a host is woken where overloads would cost more than it.
 */
final class PowerSaver {
    /** Standard deviations that are packed beside the mean when many units settle at once. */
    private static final double DEVIATIONS = 2.1;

    /** What a first level of packing is tried between, as shares of a host, and how finely. */
    private static final double LOWEST_LEVEL = 0.3;

    private static final double HIGHEST_LEVEL = 3;
    private static final int LEVELS_TRIED = 12;

    /** Nobody moves to a host that would be as busy as this at once. */
    private static final double BUSIEST_TARGET = 0.98;

    /** A unit that covers less than this share of what is too much does not help. */
    private static final double LEAST_HELP = 0.2;

    /** One that covers only a part leaves more moves to do, at this price each. */
    private static final double PRICE_OF_MORE_MOVES = 3;

    /** A host this likely to be overloaded at the next moment is relieved before it is, where that pays. */
    private static final double LIKELY = 0.4;

    private final CompactCluster cluster;
    private final Outlook outlook;
    private final Assignment assignment;

    private PowerSaver(CompactCluster cluster, PowerPolicy policy) {
        this.cluster = cluster;
        outlook = new Outlook(cluster, policy);
        assignment = outlook.assignment;
    }

    static Assignment save(CompactCluster cluster, PowerPolicy policy) {
        var saver = new PowerSaver(cluster, policy);
        saver.emptyHosts();
        saver.relieveCrowded();
        return saver.assignment;
    }

    private int[] used() {
        return IntStream.range(0, cluster.hostCount)
                .filter(h -> !assignment.isEmpty(h))
                .toArray();
    }

    // ---- fewer hosts

    /** Closes as many hosts as pays; where not all of their units find a place, fewer. */
    private void emptyHosts() {
        var order = inOrderOfKeeping(used());
        var before = outlook.price();
        var start = assignment.hostOf.clone();
        var kept = cheapestCount(order);
        while (kept < order.length) {
            var settled = settle(Arrays.copyOf(order, kept), Arrays.copyOfRange(order, kept, order.length));
            if (settled && outlook.price() < before) {
                return;
            }
            for (var u = 0; u < cluster.unitCount; u++) {
                back(u, start[u]);
            }
            if (settled) {
                return;
            }
            kept += Math.max(1, (order.length - kept) / 4);
        }
    }

    private void back(int unit, int host) {
        if (assignment.hostOf[unit] != host) {
            outlook.move(unit, host);
        }
    }

    /** Those that cannot be emptied, then those with most work for their watts, then those with most to move away. */
    private int[] inOrderOfKeeping(int[] hosts) {
        var stuck = new boolean[cluster.hostCount];
        var toMove = new double[cluster.hostCount];
        for (var u = 0; u < cluster.unitCount; u++) {
            var host = assignment.hostOf[u];
            if (host != NOWHERE) {
                stuck[host] |= cluster.pinned[u];
                toMove[host] += outlook.movePrice(u);
            }
        }
        return Arrays.stream(hosts)
                .boxed()
                .sorted(Comparator.<Integer, Boolean>comparing(h -> !stuck[h])
                        .thenComparing(h -> !cluster.canReceive[h])
                        .thenComparingDouble(outlook::wattsPerMhz)
                        .thenComparingDouble(h -> -toMove[h])
                        .thenComparing(h -> h))
                .mapToInt(h -> h)
                .toArray();
    }

    /** How many of these hosts cost least, if they shared everything evenly. */
    private int cheapestCount(int[] hosts) {
        var mean = Arrays.stream(hosts).mapToDouble(outlook::mean).sum();
        var variance = Arrays.stream(hosts).mapToDouble(outlook::variance).sum();
        var memory = Arrays.stream(hosts).mapToDouble(h -> assignment.memory[h]).sum();
        var moves = Arrays.stream(hosts).mapToDouble(this::priceOfEmptying).sum();
        var limit = 0.0;
        var memoryLimit = 0.0;
        var idle = 0.0;
        var best = hosts.length;
        var least = Double.POSITIVE_INFINITY;
        for (var k = 1; k <= hosts.length; k++) {
            var host = hosts[k - 1];
            limit += cluster.cpuLimit[host];
            memoryLimit += cluster.memoryLimit[host];
            idle += outlook.idle(host);
            moves -= priceOfEmptying(host);
            var price = moves + idle + outlook.overloadsOfEvenHosts(k, mean, variance, limit);
            if (price < least && (memory <= memoryLimit || k == hosts.length)) {
                least = price;
                best = k;
            }
        }
        return best;
    }

    private double priceOfEmptying(int host) {
        return Arrays.stream(assignment.residents(host).toArray())
                .mapToDouble(outlook::movePrice)
                .sum();
    }

    /**
     * Settles the units of the closing hosts on the kept ones, all filled up to one level, the lowest at which everyone finds a
     * place. Those that stray most for their size come first and share hosts: variances add up, their roots do not.
     */
    private boolean settle(int[] kept, int[] closing) {
        var units = Arrays.stream(closing)
                .flatMap(h -> Arrays.stream(assignment.residents(h).toArray()))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                u -> -outlook.forecast.variance[u] / Math.max(1, outlook.forecast.mean[u]))
                        .thenComparing(u -> u))
                .mapToInt(u -> u)
                .toArray();
        var start = Arrays.stream(units).map(u -> assignment.hostOf[u]).toArray();
        var lowest = LOWEST_LEVEL;
        var highest = HIGHEST_LEVEL;
        for (var i = 0; i < LEVELS_TRIED; i++) {
            var level = (lowest + highest) / 2;
            if (fillUpTo(level, units, kept)) {
                highest = level;
            } else {
                lowest = level;
            }
            for (var k = 0; k < units.length; k++) {
                back(units[k], start[k]);
            }
        }
        return fillUpTo(highest, units, kept);
    }

    private boolean fillUpTo(double level, int[] units, int[] hosts) {
        for (var unit : units) {
            var best = NOWHERE;
            var fullest = 0.0;
            for (var host : hosts) {
                var need = outlook.needWith(unit, host, DEVIATIONS);
                if (need <= level && need > fullest && outlook.accepts(unit, host)) {
                    best = host;
                    fullest = need;
                }
            }
            if (best == NOWHERE || cluster.pinned[unit]) {
                return false;
            }
            outlook.move(unit, best);
        }
        return true;
    }

    // ---- crowded hosts

    private void relieveCrowded() {
        var asleep = IntStream.range(0, cluster.hostCount)
                .filter(h -> assignment.isEmpty(h) && cluster.canReceive[h])
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(outlook::wattsPerMhz)
                        .thenComparing(h -> h))
                .mapToInt(h -> h)
                .toArray();
        var wakingPays = wakingPays(asleep);
        for (var host : used()) {
            var most = assignment.residents(host).size();
            for (var i = 0; i < most && crowded(host); i++) {
                var relief = bestRelief(host, asleep, wakingPays);
                if (relief == null || (!overloaded(host) && relief.price >= 0)) {
                    break;
                }
                wakingPays &= !assignment.isEmpty(relief.to);
                outlook.move(relief.unit, relief.to);
            }
        }
    }

    private boolean overloaded(int host) {
        return assignment.cpu[host] > cluster.cpuLimit[host];
    }

    private boolean crowded(int host) {
        return overloaded(host)
                || outlook.overloads(outlook.mean(host), outlook.variance(host), cluster.cpuLimit[host]) > LIKELY;
    }

    /** Whether one host more would cost less than the overloads it spares everyone. */
    private boolean wakingPays(int[] asleep) {
        var used = used();
        if (asleep.length == 0 || used.length == 0) {
            return false;
        }
        var mean = Arrays.stream(used).mapToDouble(outlook::mean).sum();
        var variance = Arrays.stream(used).mapToDouble(outlook::variance).sum();
        var limit = Arrays.stream(used).mapToDouble(h -> cluster.cpuLimit[h]).sum();
        var more = limit + cluster.cpuLimit[asleep[0]];
        return outlook.overloadsOfEvenHosts(used.length + 1, mean, variance, more) + outlook.idle(asleep[0])
                < outlook.overloadsOfEvenHosts(used.length, mean, variance, limit);
    }

    private record Relief(int unit, int to, double price) {}

    /** Which unit should go where, all prices taken together; null where nobody can go. */
    private @Nullable Relief bestRelief(int host, int[] asleep, boolean wakingPays) {
        var excess = assignment.cpu[host] - cluster.cpuLimit[host];
        Relief best = null;
        for (var unit : assignment.residents(host).toArray()) {
            var covers = excess <= 0 ? 1 : Math.min(1, cluster.cpu[unit] / excess);
            if (cluster.pinned[unit] || covers < LEAST_HELP) {
                continue;
            }
            var price = (host == cluster.home[unit] ? outlook.movePrice(unit) : 0)
                    + (covers < 1 ? PRICE_OF_MORE_MOVES / covers : 0)
                    + outlook.overloadsWith(host, unit, -1)
                    - outlook.overloads(host);
            best = cheaper(best, bestAwake(unit, host, price));
            best = cheaper(best, bestAsleep(unit, asleep, price, wakingPays));
        }
        return best;
    }

    private static @Nullable Relief cheaper(@Nullable Relief one, @Nullable Relief other) {
        return other == null || (one != null && one.price <= other.price) ? one : other;
    }

    private @Nullable Relief bestAwake(int unit, int from, double price) {
        Relief best = null;
        for (var host = 0; host < cluster.hostCount; host++) {
            if (host == from || assignment.isEmpty(host) || tooBusy(unit, host)) {
                continue;
            }
            var total = price + outlook.overloadsWith(host, unit, 1) - outlook.overloads(host);
            if ((best == null || total < best.price) && outlook.accepts(unit, host)) {
                best = new Relief(unit, host, total);
            }
        }
        return best;
    }

    private @Nullable Relief bestAsleep(int unit, int[] asleep, double price, boolean wakingPays) {
        for (var host : asleep) {
            if (assignment.isEmpty(host) && !tooBusy(unit, host) && outlook.accepts(unit, host)) {
                var idle = wakingPays ? 0 : outlook.idle(host);
                return new Relief(unit, host, price + outlook.overloadsWith(host, unit, 1) + idle);
            }
        }
        return null;
    }

    private boolean tooBusy(int unit, int host) {
        return assignment.cpu[host] + cluster.cpu[unit] > BUSIEST_TARGET * cluster.cpuLimit[host];
    }
}
