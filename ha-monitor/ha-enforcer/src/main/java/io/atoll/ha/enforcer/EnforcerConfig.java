package io.atoll.ha.enforcer;

import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the enforcers are told.
 *
 * @param bootId of the host's kernel
 * @param controlGroup the folder, in a unified hierarchy, below which every highly available VM has a cgroup of its own
 * @param pools where the host has slots, at most {@value #MOST_POOLS}
 * @param watchdog a hardware watchdog's device, if there is one
 * @param watchdogTimeout after this without a sign of life the watchdog resets the host; whole seconds
 */
public record EnforcerConfig(
        UUID installation,
        HostId host,
        UUID bootId,
        Path controlGroup,
        List<PoolLocation> pools,
        LeaseTiming timing,
        @Nullable Path watchdog,
        Duration watchdogTimeout) {

    public static final int MOST_POOLS = 16;
    public static final Duration DEFAULT_WATCHDOG_TIMEOUT = Duration.ofSeconds(5);

    public EnforcerConfig {
        pools = List.copyOf(pools);
        if (pools.size() > MOST_POOLS) {
            throw new IllegalArgumentException(
                    "Leases are kept on at most %d pools, %d were given.".formatted(MOST_POOLS, pools.size()));
        }
        if (pools.stream().map(PoolLocation::pool).distinct().count() != pools.size()) {
            throw new IllegalArgumentException("A pool is given twice.");
        }
        if (!controlGroup.isAbsolute()) {
            throw new IllegalArgumentException(
                    "The cgroup's path must be absolute, %s was given.".formatted(controlGroup));
        }
        if (watchdogTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "The watchdog's timeout must be at least one second, %s was given.".formatted(watchdogTimeout));
        }
    }

    /** Without a hardware watchdog, with the usual figures for two channels. */
    public static EnforcerConfig of(
            UUID installation, HostId host, UUID bootId, Path controlGroup, List<PoolLocation> pools) {
        return new EnforcerConfig(
                installation,
                host,
                bootId,
                controlGroup,
                pools,
                LeaseTiming.TWO_CHANNELS,
                null,
                DEFAULT_WATCHDOG_TIMEOUT);
    }

    public EnforcerConfig withPools(List<PoolLocation> next) {
        return new EnforcerConfig(installation, host, bootId, controlGroup, next, timing, watchdog, watchdogTimeout);
    }

    public EnforcerConfig withTiming(LeaseTiming next) {
        return new EnforcerConfig(installation, host, bootId, controlGroup, pools, next, watchdog, watchdogTimeout);
    }

    public EnforcerConfig withWatchdog(@Nullable Path device, Duration timeout) {
        return new EnforcerConfig(installation, host, bootId, controlGroup, pools, timing, device, timeout);
    }
}
