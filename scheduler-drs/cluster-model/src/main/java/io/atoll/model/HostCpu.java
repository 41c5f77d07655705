package io.atoll.model;

/**
 * The CPU of a host: its size, how many virtual CPUs are promised on it, how much is in use, and the features a guest can
 * be given there (under software emulation those that the emulator offers, not those of the metal).
 */
public record HostCpu(MilliCores capacity, long committedVcpuCount, MilliCores used, CpuFeatureSet features) {
    public HostCpu {
        if (committedVcpuCount < 0) {
            throw new IllegalArgumentException(
                    "Committed vCPU count (%d) must not be negative.".formatted(committedVcpuCount));
        }
    }

    HostCpu committing(int vcpuCount) {
        return new HostCpu(capacity, Math.addExact(committedVcpuCount, vcpuCount), used, features);
    }
}
