package io.atoll.agent.ha;

import io.atoll.ha.enforcer.EnforcerConfig;
import io.atoll.ha.enforcer.EnforcerLaunch;
import io.atoll.ha.enforcer.EnforcerLink;
import io.atoll.ha.enforcer.Phase;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lease stands on: the enforcers, the pools that carry slots, and the check before a start. */
public final class HaGround implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HaGround.class);

    /** Others read what hosts say of themselves at most this late. */
    static final Duration KNOWN_BY_ALL_AFTER = Duration.ofSeconds(6);

    /** The deadline may rest on a slot for a lease and a kill after it stopped counting; the longest lease is 20 s. */
    private static final Duration STILL_ANNOUNCED = Duration.ofSeconds(22);

    private final EnforcerLink enforcers;
    private final PoolWatch pools;
    private final LeaseGuard guard;
    private final Map<PoolId, Long> toldSinceNanos = new HashMap<>();
    private final Map<PoolId, Long> droppedNanos = new HashMap<>();
    private EnforcerConfig config;
    private @Nullable String trouble;

    private HaGround(EnforcerLink enforcers, PoolWatch pools, LeaseGuard guard, EnforcerConfig config) {
        this.enforcers = enforcers;
        this.pools = pools;
        this.guard = guard;
        this.config = config;
    }

    /**
     * Finds or starts the enforcers; a lease that they hold goes on.
     *
     * @param runDirectory of the enforcers, on a file system in memory
     * @param controlGroup below which highly available VMs run
     * @throws IOException when the enforcers cannot be started; this host is not highly available then
     */
    public static HaGround prepare(UUID installation, HostId host, UUID bootId, Path runDirectory, Path controlGroup)
            throws IOException {
        var link = EnforcerLink.open(runDirectory, EnforcerLaunch.likeThisProcess());
        var pools = new PoolWatch(installation, host);
        var config = EnforcerConfig.of(installation, host, bootId, controlGroup, List.of());
        var known = link.previous(bootId);
        if (known != null) {
            config = config.withPools(known.pools(), known.notCounted()).withTiming(known.timing());
        }
        link.start(config);
        return new HaGround(link, pools, new LeaseGuard(host, link, pools), config);
    }

    public LeaseGuard guard() {
        return guard;
    }

    EnforcerLink enforcers() {
        return enforcers;
    }

    PoolWatch pools() {
        return pools;
    }

    synchronized LeaseTiming timing() {
        return config.timing();
    }

    /**
     * The pools that takers are told to look at: those whose slots count, and those whose slots shall count soon. What is
     * counted must have been told to everybody before, or a taker could overlook it; what is told must have a slot, or a taker
     * could wait for ever for one that this host did not live to write (rule H4).
     */
    synchronized SortedSet<PoolId> announcedPools() {
        var announced = new TreeSet<PoolId>();
        var slots = enforcers.status().pools();
        for (var pool : config.pools()) {
            var slot = slots.get(pool.pool());
            if (config.counts(pool) || (slot != null && slot.written())) {
                announced.add(pool.pool());
            }
        }
        var now = BootClock.nanos();
        droppedNanos.values().removeIf(since -> now - since > STILL_ANNOUNCED.toNanos());
        announced.addAll(droppedNanos.keySet());
        return announced;
    }

    /** ZooKeeper has acknowledged that takers are told of these pools, and of no others. */
    synchronized void told(SortedSet<PoolId> announced) {
        var now = BootClock.nanos();
        toldSinceNanos.keySet().retainAll(announced);
        announced.forEach(pool -> toldSinceNanos.putIfAbsent(pool, now));
    }

    /**
     * Called again and again: the pools of this host and the hosts whose slots are looked at. While a lease is held its length
     * only ever shrinks, because others wait for the length they have been told.
     */
    synchronized void refresh(Collection<PoolLocation> attached, Collection<HostId> hosts) {
        pools.watch(attached, hosts);
        var slots = slots(attached);
        var counted = slots.stream().filter(this::shallCount).toList();
        var wanted = config.withPools(
                slots,
                slots.stream()
                        .filter(pool -> !counted.contains(pool))
                        .map(PoolLocation::pool)
                        .collect(Collectors.toCollection(TreeSet::new)));
        if (!counted.isEmpty()) {
            wanted = wanted.withTiming(LeaseTiming.TWO_CHANNELS);
        } else if (!isHeld()) {
            wanted = wanted.withTiming(LeaseTiming.ONE_CHANNEL);
        }
        try {
            if (!wanted.equals(config)) {
                enforcers.update(wanted);
                config.pools().stream()
                        .filter(pool -> config.counts(pool) && !counted.contains(pool))
                        .forEach(pool -> droppedNanos.put(pool.pool(), BootClock.nanos()));
                config = wanted;
                LOG.info(
                        "Lease of {}: {} pools carry it, {} more have slots",
                        config.timing().lease(),
                        counted.size(),
                        slots.size() - counted.size());
            }
            enforcers.ensureRunning();
            trouble = null;
        } catch (IOException | IllegalStateException e) {
            trouble = "The enforcers cannot be set up: %s.".formatted(e.getMessage());
            LOG.warn("The enforcers could not be set up and are tried again", e);
        }
    }

    /** Those that have slots keep them until they are found unfit or detached; others get one when they are found fit. */
    private List<PoolLocation> slots(Collection<PoolLocation> attached) {
        var found = pools.capabilities();
        return attached.stream()
                .filter(pool -> {
                    var capability = found.get(pool.pool());
                    return capability == null ? config.pools().contains(pool) : capability.isCapable();
                })
                .toList();
    }

    /** Once it counts, it counts; a new one does when everybody knows of it. */
    private boolean shallCount(PoolLocation pool) {
        var since = toldSinceNanos.get(pool.pool());
        return config.counts(pool) || (since != null && BootClock.nanos() - since > KNOWN_BY_ALL_AFTER.toNanos());
    }

    private boolean isHeld() {
        var phase = enforcers.status().phase();
        return phase == Phase.HOLDING || phase == Phase.FROZEN;
    }

    /** What keeps VMs of this host from being protected, each a sentence for people. */
    synchronized List<String> problems() {
        var problems = new ArrayList<String>();
        if (trouble != null) {
            problems.add(trouble);
        }
        enforcers.status().processes().stream()
                .filter(process -> !process.alive())
                .forEach(process -> problems.add("Enforcer %s shows no sign of life.".formatted(process.side())));
        return problems;
    }

    /** The enforcers live on. */
    @Override
    public void close() {
        pools.close();
    }
}
