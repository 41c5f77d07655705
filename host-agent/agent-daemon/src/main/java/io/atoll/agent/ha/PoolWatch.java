package io.atoll.agent.ha;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.order.OrderStamp;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.EpochBlock;
import io.atoll.ha.storage.EpochReading;
import io.atoll.ha.storage.HaCapability;
import io.atoll.ha.storage.OrderBlock;
import io.atoll.ha.storage.OrderContent;
import io.atoll.ha.storage.OrderReading;
import io.atoll.ha.storage.PoolChannel;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.ha.storage.PoolProbe;
import io.atoll.ha.storage.SlotReading;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slots of all hosts on every attached pool, each pool by a thread of its own. No call waits for storage. */
final class PoolWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolWatch.class);
    private static final Duration HANG_LIMIT = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration FRESH_DEADLINE = Duration.ofSeconds(1);
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(20);

    private final UUID installation;
    private final HostId host;
    private final Map<PoolId, PoolChannel> channels = new ConcurrentHashMap<>();
    private final Map<PoolId, HaCapability> capabilities = new ConcurrentHashMap<>();

    PoolWatch(UUID installation, HostId host) {
        this.installation = installation;
        this.host = host;
    }

    /** From now on these pools are watched for these hosts. A pool that is new is probed first. */
    synchronized void watch(Collection<PoolLocation> pools, Collection<HostId> hosts) {
        for (var channel : List.copyOf(channels.values())) {
            if (!pools.contains(channel.location())) {
                channels.remove(channel.location().pool());
                capabilities.remove(channel.location().pool());
                channel.close();
            }
        }
        for (var pool : pools) {
            var channel = channels.computeIfAbsent(pool.pool(), _ -> open(pool));
            channel.watch(hosts, LOOK_EVERY);
        }
    }

    private PoolChannel open(PoolLocation pool) {
        var channel = new PoolChannel(pool, installation, HANG_LIMIT);
        var _ = channel.run(_ -> new PoolProbe(pool, host).probe(), PROBE_DEADLINE)
                .whenComplete((found, failure) -> {
                    var capability = found == null
                            ? new HaCapability(List.of("The pool did not answer: %s.".formatted(failure)))
                            : found;
                    capabilities.put(pool.pool(), capability);
                    LOG.info("Pool {} for HA: {}", pool.pool(), capability.isCapable() ? "good" : capability.missing());
                });
        return channel;
    }

    /** Pools that were found able to carry leases, or not; one whose probe has not ended is absent. */
    SortedMap<PoolId, HaCapability> capabilities() {
        return new TreeMap<>(capabilities);
    }

    SortedMap<PoolId, SortedMap<HostId, SlotReading>> latest() {
        var all = new TreeMap<PoolId, SortedMap<HostId, SlotReading>>();
        channels.forEach((pool, channel) -> all.put(pool, channel.latest()));
        return all;
    }

    /** Reads the host's slots on these pools anew (rule T2); a pool that is not here or does not answer has failed. */
    CompletableFuture<FreshRead> fresh(HostId of, SortedSet<PoolId> pools) {
        var start = BootClock.nanos();
        var reads = new TreeMap<PoolId, CompletableFuture<Look<Slot>>>();
        for (var pool : pools) {
            var channel = channels.get(pool);
            reads.put(
                    pool,
                    channel == null
                            ? CompletableFuture.completedFuture(new Look.Failed<>())
                            : channel.fresh(List.of(of), FRESH_DEADLINE)
                                    .thenApply(readings -> ClusterFacts.slot(readings.get(of))));
        }
        return CompletableFuture.allOf(reads.values().toArray(CompletableFuture[]::new))
                .thenApply(_ -> {
                    var looks = new TreeMap<PoolId, Look<Slot>>();
                    reads.forEach((pool, read) -> looks.put(pool, read.join()));
                    return new FreshRead(start, looks);
                });
    }

    /** What the HA leader orders of this host on each attached pool; a pool that does not answer is left out. */
    void orders(BiConsumer<PoolId, OrderContent> found) {
        channels.forEach((pool, channel) -> {
            var _ = channel.run(location -> new OrderBlock(location, installation, host).read(), FRESH_DEADLINE)
                    .thenAccept(reading -> {
                        if (reading instanceof OrderReading.Value(var content)) {
                            found.accept(pool, content);
                        }
                    });
        });
    }

    /** Orders a host on one pool to end VMs; fails when the pool does not answer. */
    CompletableFuture<OrderContent> order(PoolId pool, HostId to, OrderStamp stamp, SortedMap<VmId, VmEpoch> vms) {
        var channel = channels.get(pool);
        if (channel == null) {
            return CompletableFuture.failedFuture(new IOException("Pool %s is not attached here.".formatted(pool)));
        }
        var content = new OrderContent(installation, to, stamp.leaderEpoch(), stamp.number(), vms);
        return channel.run(
                location -> {
                    new OrderBlock(location, installation, to).write(content);
                    return content;
                },
                FRESH_DEADLINE);
    }

    /** What a VM's epoch block says now. */
    CompletableFuture<EpochReading> epochBlock(PoolId pool, VmId vm) {
        var channel = channels.get(pool);
        return channel == null
                ? CompletableFuture.completedFuture(
                        new EpochReading.Unreadable("Pool %s is not attached here.".formatted(pool)))
                : channel.run(location -> new EpochBlock(location, vm).read(), FRESH_DEADLINE)
                        .exceptionally(failure -> new EpochReading.Unreadable(String.valueOf(failure.getMessage())));
    }

    PoolChannel require(PoolId pool) {
        var channel = channels.get(pool);
        if (channel == null) {
            throw new RefusedException(
                    RefusalCode.POOL_NOT_ATTACHED, "Pool %s is not attached to this host.".formatted(pool));
        }
        return channel;
    }

    @Override
    public void close() {
        channels.values().forEach(PoolChannel::close);
    }
}
