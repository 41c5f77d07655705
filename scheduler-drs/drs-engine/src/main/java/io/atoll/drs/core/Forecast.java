package io.atoll.drs.core;

/**
 * What each unit will ask for in the next minutes: the mean of its recent demand, and how far it strays from it. Where there is
 * little history the experience with the whole fleet stands in, in proportion to what a unit may use at most.
 */
final class Forecast {
    /** Two hours of five-minute samples: long enough to be calm, short enough to follow the time of day. */
    private static final int WINDOW = 24;

    /** The fleet's experience counts like this many samples. */
    private static final double FLEET_SAMPLES = 3;

    /** How far a VM strays from its mean, as a share of its largest demand, before anything is known. */
    private static final double USUAL_SPREAD = 0.095;

    final double[] mean;
    final double[] variance;
    final boolean known;

    Forecast(CompactCluster cluster) {
        mean = new double[cluster.unitCount];
        variance = new double[cluster.unitCount];
        var any = false;
        var usualShare = usualShare(cluster);
        for (var u = 0; u < cluster.unitCount; u++) {
            for (var v : cluster.vmsOfUnit[u]) {
                var history = cluster.vms[v].cpu().history();
                any |= history.sampleCount() > 0;
                var count = Math.min(WINDOW, history.sampleCount());
                var sum = 0.0;
                var squares = 0.0;
                for (var age = 0; age < count; age++) {
                    sum += history.mhzAgo(age);
                    squares += history.mhzAgo(age) * history.mhzAgo(age);
                }
                var most = most(cluster, v);
                var usual = count == 0 ? cluster.vms[v].cpu().claim().value() : usualShare * most;
                mean[u] += (sum + FLEET_SAMPLES * usual) / (count + FLEET_SAMPLES);
                var own = count == 0 ? 0 : Math.max(0, squares / count - (sum / count) * (sum / count));
                var spread = USUAL_SPREAD * most;
                variance[u] += (count * own + FLEET_SAMPLES * spread * spread) / (count + FLEET_SAMPLES);
            }
        }
        known = any;
    }

    /** The most a VM can ask for. */
    private static double most(CompactCluster cluster, int vm) {
        var limit = cluster.vms[vm].cpu().limit();
        return limit == null ? 2 * cluster.vms[vm].cpu().claim().value() : limit.value();
    }

    private static double usualShare(CompactCluster cluster) {
        var wanted = 0.0;
        var most = 0.0;
        for (var v = 0; v < cluster.vmCount; v++) {
            wanted += cluster.vms[v].cpu().claim().value();
            most += most(cluster, v);
        }
        return most == 0 ? 0 : wanted / most;
    }
}
