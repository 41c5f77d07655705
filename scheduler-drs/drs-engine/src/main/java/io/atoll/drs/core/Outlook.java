package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

/**
 * What each host will be asked for: forecast means and variances of its units, kept up to date move by move, and the price of
 * it in moves: an overload that is likely to come is a move that is likely to be made, and watts are moves that could be spent instead.
 */
final class Outlook {
    /** All VMs rise and fall together by about this share, beside what each does on its own. */
    private static final double COMMON_SPREAD = 0.03;

    /** The logistic curve that is closest to the normal distribution; its longer tail fits sums of few bounded demands better. */
    private static final double LOGISTIC_SLOPE = 1.702;

    /** A host whose mean does not fit needs this many moves per sample for each standard deviation that is missing. */
    private static final double MOVES_PER_MISSING_DEVIATION = 4;

    /** For hosts whose power nobody has described. */
    private static final double USUAL_IDLE_WATTS = 100;

    /** Even an idle VM is interrupted by a move: as bad as losing this much. */
    private static final double IDLE_MHZ = 50;

    final CompactCluster cluster;
    final Assignment assignment;
    final Forecast forecast;
    private final PowerPolicy policy;
    private final double horizon;
    private final double[] mean;
    private final double[] variance;
    private final double usualCopy;

    Outlook(CompactCluster cluster, PowerPolicy policy) {
        this.cluster = cluster;
        this.policy = policy;
        horizon = policy.horizonSamples();
        forecast = new Forecast(cluster, policy.samplesPerDay());
        assignment = new Assignment(cluster);
        mean = new double[cluster.hostCount];
        variance = new double[cluster.hostCount];
        var copies = 0.0;
        for (var u = 0; u < cluster.unitCount; u++) {
            copies += copy(u);
            if (assignment.hostOf[u] != NOWHERE) {
                count(u, assignment.hostOf[u], 1);
            }
        }
        usualCopy = cluster.unitCount == 0 || copies == 0 ? 1 : copies / cluster.unitCount;
    }

    private void count(int unit, int host, int sign) {
        mean[host] += sign * forecast.mean[unit];
        variance[host] += sign * forecast.variance[unit];
    }

    void move(int unit, int host) {
        count(unit, assignment.hostOf[unit], -1);
        assignment.move(unit, host);
        count(unit, host, 1);
    }

    double mean(int host) {
        return mean[host];
    }

    double variance(int host) {
        return variance[host];
    }

    /** Mean and so many standard deviations of the host with one unit more, as a share of its limit. */
    double needWith(int unit, int host, double deviations) {
        var spread = Math.sqrt(Math.max(0, variance[host] + forecast.variance[unit]));
        return (mean[host] + forecast.mean[unit] + deviations * spread) / cluster.cpuLimit[host];
    }

    /** Overloads in one sample, on average. */
    double overloads(double meanMhz, double variance, double limitMhz) {
        var common = COMMON_SPREAD * meanMhz;
        var deviation = Math.sqrt(Math.max(1, variance + common * common));
        var room = (limitMhz - meanMhz) / deviation;
        return 1 / (1 + Math.exp(LOGISTIC_SLOPE * room)) + MOVES_PER_MISSING_DEVIATION * Math.max(0, -room);
    }

    /** Overloads of the host within the horizon. */
    double overloads(int host) {
        return horizon * overloads(mean[host], variance[host], cluster.cpuLimit[host]);
    }

    /** Overloads within the horizon where this unit comes (sign 1) or goes (−1). */
    double overloadsWith(int host, int unit, int sign) {
        return horizon
                * overloads(
                        mean[host] + sign * forecast.mean[unit],
                        variance[host] + sign * forecast.variance[unit],
                        cluster.cpuLimit[host]);
    }

    /** The price of {@code count} alike hosts that share this load evenly. */
    double overloadsOfEvenHosts(int count, double meanMhz, double variance, double limitMhz) {
        return horizon * count * overloads(meanMhz / count, variance / count, limitMhz / count);
    }

    /** What it costs to keep the host awake over the horizon, as moves. */
    double idle(int host) {
        var watts = cluster.hosts[host].power().wattsAt(0);
        var known = cluster.hosts[host].power().wattsAt(1) > 0;
        return policy.horizonHours() * (known ? watts : USUAL_IDLE_WATTS) / policy.wattHoursPerMove();
    }

    double wattsPerMhz(int host) {
        return cluster.hosts[host].power().wattsAt(1) / cluster.cpuCapacity[host];
    }

    private double copy(int unit) {
        return (cluster.cpu[unit] + IDLE_MHZ) * cluster.memory[unit];
    }

    /** The price of one move of the unit. */
    double movePrice(int unit) {
        return 1 - policy.copyShare() + policy.copyShare() * copy(unit) / usualCopy;
    }

    /** The price of what has moved so far, of hosts that are awake and of overloads to come. */
    double price() {
        var price = 0.0;
        for (var u = 0; u < cluster.unitCount; u++) {
            price += assignment.hostOf[u] == cluster.home[u] ? 0 : movePrice(u);
        }
        for (var h = 0; h < cluster.hostCount; h++) {
            price += assignment.isEmpty(h) ? 0 : idle(h) + overloads(h);
        }
        return price;
    }

    /** Whether the unit can be there by every hard rule, and the host's cores are fast enough for its VMs. */
    boolean accepts(int unit, int host) {
        var coreMhz = cluster.cpuCapacity[host] / cluster.hosts[host].capacity().coreCount();
        for (var v : cluster.vmsOfUnit[unit]) {
            var cpu = cluster.vms[v].cpu();
            if (cpu.limit() != null && cpu.limit().value() > coreMhz * cpu.vcpuCount()) {
                return false;
            }
        }
        return assignment.accepts(unit, host);
    }
}
