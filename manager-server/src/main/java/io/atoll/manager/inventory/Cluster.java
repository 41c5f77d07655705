package io.atoll.manager.inventory;

import io.atoll.manager.api.Naming;
import io.atoll.model.ClusterId;
import java.time.Instant;

/**
 * Hosts that share networks and storage, and between which VMs move.
 *
 * @param cpuBaseline the CPU guests see: {@code auto}, or a name of {@link io.atoll.model.CpuBaseline}
 * @param cpuOvercommitRatio how many virtual CPUs may be promised for each logical processor
 */
public record Cluster(
        ClusterId id,
        Naming naming,
        long revision,
        Instant createdAt,
        String cpuBaseline,
        double cpuOvercommitRatio,
        ClusterHa ha) {
    /** The baseline is the best that all hosts share. */
    public static final String AUTO = "auto";

    public String name() {
        return naming.name();
    }

    public Cluster named(Naming newNaming) {
        return new Cluster(id, newNaming, revision, createdAt, cpuBaseline, cpuOvercommitRatio, ha);
    }

    public Cluster governed(String newCpuBaseline, double newRatio) {
        return new Cluster(id, naming, revision, createdAt, newCpuBaseline, newRatio, ha);
    }

    public Cluster guarded(ClusterHa newHa) {
        return new Cluster(id, naming, revision, createdAt, cpuBaseline, cpuOvercommitRatio, newHa);
    }
}
