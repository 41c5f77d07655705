package io.atoll.drs.core;

import io.atoll.model.cluster.DemandHistory;

/**
 * What each unit will ask for: the mean of its recent demand, changed as it changed at this time of past days where the history
 * reaches that far, and the variance around it. VMs stray from their mean almost independently from one sample to the
 * next, so the newest sample says little more than any other of the window.
 *
 * <p>Both are shrunk towards the experience with the whole fleet (empirical Bayes). Demand as a share of what a VM may use at most is taken for
 * beta-distributed: its variance is in proportion to p(1 − p), and the factor is estimated from all VMs together.
 */
final class Forecast {
    /** Two and a half hours of five-minute samples. */
    private static final int WINDOW = 30;

    /** The fleet's mean counts like this many samples: VMs differ far more from each other than from themselves. */
    private static final double FLEET_SAMPLES_OF_MEAN = 0.5;

    private static final double FLEET_SAMPLES_OF_VARIANCE = 10;

    /** The factor before p(1 − p) as long as no VM has shown two samples. */
    private static final double USUAL_SPREAD = 0.09;

    final double[] mean;
    final double[] variance;

    private final CompactCluster cluster;
    private final int samplesPerDay;
    private final int[] count;
    private final double[] most;
    private final double[] ownMean;
    private final double[] ownVariance;

    Forecast(CompactCluster cluster, int samplesPerDay) {
        this.cluster = cluster;
        this.samplesPerDay = samplesPerDay;
        mean = new double[cluster.unitCount];
        variance = new double[cluster.unitCount];
        count = new int[cluster.vmCount];
        most = new double[cluster.vmCount];
        ownMean = new double[cluster.vmCount];
        ownVariance = new double[cluster.vmCount];
        for (var v = 0; v < cluster.vmCount; v++) {
            observe(v);
        }
        var usualShare = usualShare();
        var spread = spread(usualShare);
        for (var v = 0; v < cluster.vmCount; v++) {
            foresee(v, usualShare, spread);
        }
    }

    private void observe(int vm) {
        var cpu = cluster.vms[vm].cpu();
        var claim = cpu.claim().value();
        most[vm] = cpu.limit() == null ? 2 * claim : cpu.limit().value();
        var history = cpu.history();
        count[vm] = Math.min(WINDOW, history.sampleCount());
        if (count[vm] == 0) {
            ownMean[vm] = claim;
            return;
        }
        ownMean[vm] = meanOf(history, 0, count[vm]);
        var squares = 0.0;
        for (var age = 0; age < count[vm]; age++) {
            var strayed = history.mhzAgo(age) - ownMean[vm];
            squares += strayed * strayed;
        }
        ownVariance[vm] = count[vm] == 1 ? 0 : squares / (count[vm] - 1);
    }

    private static double meanOf(DemandHistory history, int newestAge, int samples) {
        var sum = 0.0;
        for (var age = newestAge; age < newestAge + samples; age++) {
            sum += history.mhzAgo(age);
        }
        return sum / samples;
    }

    private double usualShare() {
        var wanted = 0.0;
        var possible = 0.0;
        for (var v = 0; v < cluster.vmCount; v++) {
            wanted += ownMean[v];
            possible += most[v];
        }
        return possible == 0 ? 0 : Math.min(1, wanted / possible);
    }

    private double level(int vm, double usualShare) {
        return (count[vm] * ownMean[vm] + FLEET_SAMPLES_OF_MEAN * usualShare * most[vm])
                / (count[vm] + FLEET_SAMPLES_OF_MEAN);
    }

    /** Variance of a beta distribution with this mean, but for a factor. */
    private double shape(int vm, double level) {
        var share = most[vm] == 0 ? 0 : Math.min(1, level / most[vm]);
        return share * (1 - share) * most[vm] * most[vm];
    }

    private double spread(double usualShare) {
        var seen = 0.0;
        var shapes = 0.0;
        for (var v = 0; v < cluster.vmCount; v++) {
            var freedom = Math.max(0, count[v] - 1);
            seen += freedom * ownVariance[v];
            shapes += freedom * shape(v, level(v, usualShare));
        }
        return shapes == 0 ? USUAL_SPREAD : seen / shapes;
    }

    private void foresee(int vm, double usualShare, double spread) {
        var level = count[vm] == 0 ? ownMean[vm] : level(vm, usualShare);
        var freedom = Math.max(0, count[vm] - 1);
        var around = (freedom * ownVariance[vm] + FLEET_SAMPLES_OF_VARIANCE * spread * shape(vm, level))
                / (freedom + FLEET_SAMPLES_OF_VARIANCE);
        // The mean itself is known only as well as so many samples allow.
        var unsure = 1 + 1 / (count[vm] + FLEET_SAMPLES_OF_MEAN);
        var unit = cluster.unitOfVm[vm];
        mean[unit] += Math.max(0, level + changeOnPastDays(cluster.vms[vm].cpu().history()));
        variance[unit] += around * unsure;
    }

    /** How the mean changed from now to the next window on past days; one day is believed by half, two by two thirds. */
    private double changeOnPastDays(DemandHistory history) {
        var change = 0.0;
        var days = 0;
        for (var now = samplesPerDay; now + WINDOW <= history.sampleCount() && now >= WINDOW; now += samplesPerDay) {
            change += meanOf(history, now - WINDOW, WINDOW) - meanOf(history, now, WINDOW);
            days++;
        }
        return change / (days + 1);
    }
}
