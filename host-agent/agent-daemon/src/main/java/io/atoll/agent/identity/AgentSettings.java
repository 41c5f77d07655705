package io.atoll.agent.identity;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator chose for this host at enrolment. Address and port are where the manager and, for migrations,
 * other hosts reach it; the limits bound what VMs may use together.
 */
public record AgentSettings(
        String name,
        String address,
        int port,
        NetworkSettings network,
        SortedMap<String, String> labels,
        @Nullable Long memoryMibLimit,
        @Nullable Integer cpuCountLimit) {
    public AgentSettings {
        labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The port (%d) must be between 1 and 65535.".formatted(port));
        }
        if (memoryMibLimit != null && memoryMibLimit < 32) {
            throw new IllegalArgumentException(
                    "The memory for VMs (%d MiB) must be at least 32 MiB.".formatted(memoryMibLimit));
        }
        if (cpuCountLimit != null && cpuCountLimit < 1) {
            throw new IllegalArgumentException("The CPU count (%d) must be at least 1.".formatted(cpuCountLimit));
        }
    }

    /** Bridge and uplink as they were given; no mode given means: bridge where the agent may, else user. */
    public record NetworkSettings(
            @Nullable NetworkMode mode,
            String bridge,
            @Nullable String uplink) {}

    public static SortedMap<String, String> noLabels() {
        return new TreeMap<>(Map.of());
    }
}
