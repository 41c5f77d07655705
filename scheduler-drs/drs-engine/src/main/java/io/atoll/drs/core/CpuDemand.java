package io.atoll.drs.core;

/**
 * The CPU demand that a placement is judged by. Where a VM's history is known, what it asks for beyond its forecast and the error
 * band is a spike that ends by itself: nobody moves for it. It still counts in full where a host's limits are checked.
 */
final class CpuDemand {
    /** Width of the error band above the mean, in standard deviations: a calm VM is within it 98 times of 100. */
    private static final double BAND = 2;

    /** For each unit, in MHz. */
    final double[] ofUnit;

    private final boolean asClaimed;

    private CpuDemand(double[] ofUnit, boolean asClaimed) {
        this.ofUnit = ofUnit;
        this.asClaimed = asClaimed;
    }

    static CpuDemand asClaimed(CompactCluster cluster) {
        return new CpuDemand(cluster.cpu, true);
    }

    /** Without the spikes. */
    static CpuDemand lasting(CompactCluster cluster) {
        if (!cluster.hasHistory()) {
            return asClaimed(cluster);
        }
        var forecast = new Forecast(cluster, PowerPolicy.DEFAULT.samplesPerDay());
        var lasting = cluster.cpu.clone();
        for (var u = 0; u < lasting.length; u++) {
            lasting[u] = Math.min(lasting[u], forecast.mean[u] + BAND * Math.sqrt(forecast.variance[u]));
        }
        return new CpuDemand(lasting, false);
    }

    /** Of those who are there, as a share of the host. */
    double share(Assignment assignment, int host) {
        if (asClaimed) {
            return assignment.cpuShare(host);
        }
        var sum = 0.0;
        var residents = assignment.residents(host);
        for (var i = 0; i < residents.size(); i++) {
            sum += ofUnit[residents.get(i)];
        }
        return sum / assignment.cluster.cpuCapacity[host];
    }
}
