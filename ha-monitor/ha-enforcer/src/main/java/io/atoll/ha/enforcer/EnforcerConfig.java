package io.atoll.ha.enforcer;

import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the enforcers are told.
 *
 * @param bootId of the host's kernel
 * @param controlGroup the folder, in a unified hierarchy, below which every highly available VM has a cgroup of its own
 * @param pools where the host has slots, at most {@value #MOST_POOLS}
 * @param notCounted of these, the pools whose slots are written and do not count yet, because takers may not know of them
 * @param watchdog a hardware watchdog's device, if there is one
 * @param watchdogTimeout after this without a sign of life the watchdog resets the host; whole seconds
 */
public record EnforcerConfig(
        UUID installation,
        HostId host,
        UUID bootId,
        Path controlGroup,
        List<PoolLocation> pools,
        SortedSet<PoolId> notCounted,
        LeaseTiming timing,
        @Nullable Path watchdog,
        Duration watchdogTimeout) {

    public static final int MOST_POOLS = 16;
    public static final Duration DEFAULT_WATCHDOG_TIMEOUT = Duration.ofSeconds(5);

    public EnforcerConfig {
        pools = List.copyOf(pools);
        notCounted = Collections.unmodifiableSortedSet(new TreeSet<>(notCounted));
        if (pools.size() > MOST_POOLS) {
            throw new IllegalArgumentException(
                    "Leases are kept on at most %d pools, %d were given.".formatted(MOST_POOLS, pools.size()));
        }
        if (pools.stream().map(PoolLocation::pool).distinct().count() != pools.size()) {
            throw new IllegalArgumentException("A pool is given twice.");
        }
        if (!pools.stream().map(PoolLocation::pool).collect(Collectors.toSet()).containsAll(notCounted)) {
            throw new IllegalArgumentException(
                    "Of the pools that do not count, %s are none of the host's.".formatted(notCounted));
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
                new TreeSet<>(),
                LeaseTiming.TWO_CHANNELS,
                null,
                DEFAULT_WATCHDOG_TIMEOUT);
    }

    /** Whether renewals on this pool count. */
    public boolean counts(PoolLocation pool) {
        return pools.contains(pool) && !notCounted.contains(pool.pool());
    }

    /** With these slots, of which some do not count yet. */
    public EnforcerConfig withPools(List<PoolLocation> next, SortedSet<PoolId> ofTheseNotCounted) {
        return new EnforcerConfig(
                installation, host, bootId, controlGroup, next, ofTheseNotCounted, timing, watchdog, watchdogTimeout);
    }

    public EnforcerConfig withTiming(LeaseTiming next) {
        return new EnforcerConfig(
                installation, host, bootId, controlGroup, pools, notCounted, next, watchdog, watchdogTimeout);
    }

    public EnforcerConfig withWatchdog(@Nullable Path device, Duration timeout) {
        return new EnforcerConfig(installation, host, bootId, controlGroup, pools, notCounted, timing, device, timeout);
    }
}
