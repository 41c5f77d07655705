package io.atoll.drs.core;

/** What unevenness of the hosts' network shares costs, host by host, as {@link Unevenness} prices that of CPU and memory. */
final class NetworkUnevenness {
    private static final double LEAST_DEVIATION = 0.002;

    private final Assignment assignment;
    private final int[] hosts;
    private final double[] deviationOf;
    private double price;
    private double deviation;

    NetworkUnevenness(Assignment assignment, int[] hosts) {
        this.assignment = assignment;
        this.hosts = hosts;
        deviationOf = new double[assignment.cluster.hostCount];
        recount();
    }

    /** Counts everything anew from the assignment. */
    void recount() {
        var mean = 0.0;
        for (var h : hosts) {
            deviationOf[h] = assignment.networkShare(h);
            mean += deviationOf[h] / hosts.length;
        }
        var squares = 0.0;
        for (var h : hosts) {
            deviationOf[h] -= mean;
            squares += deviationOf[h] * deviationOf[h];
        }
        deviation = Math.sqrt(squares / hosts.length);
    }

    /** From now on one unit of imbalance costs {@code newPrice}. */
    void reprice(double newPrice) {
        price = newPrice / (2 * hosts.length * Math.max(LEAST_DEVIATION, deviation));
    }

    /** How much more the host would cost with this load on top. */
    double change(int host, double mbps) {
        var more = mbps / assignment.cluster.networkCapacity[host];
        return price * more * (2 * deviationOf[host] + more);
    }

    /** The host has this load more. */
    void add(int host, double mbps) {
        deviationOf[host] += mbps / assignment.cluster.networkCapacity[host];
    }

    /** At the last count: the standard deviation of network shares. */
    double imbalance() {
        return deviation;
    }
}
