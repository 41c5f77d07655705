package io.atoll.agent.ha;

import io.atoll.agent.host.HaStanding;
import io.atoll.ha.enforcer.EnforcerStatus;
import io.atoll.ha.enforcer.Phase;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.SlotReading;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this host tells the others about itself, and since when it holds its lease. For the loop's thread, but for the latter. */
public final class OwnFacts {
    private static final Logger LOG = LoggerFactory.getLogger(OwnFacts.class);

    private static final Duration TRY_AGAIN = Duration.ofMillis(500);

    /** Two renewals and the time for an acknowledgement: as long as nobody calls a channel silent. */
    private static final Duration LATELY = LeaseTiming.TWO_CHANNELS.suspectAfter();

    private final HaAgent.Host host;
    private final HaGround ground;
    private final HaAgent.Coordinates coordinates;
    /** One at a time: an older word must not come after a newer one, or a pool that counts could be left out (rule H4). */
    private final AtomicBoolean publishing = new AtomicBoolean();

    private volatile @Nullable HostHaFacts published;
    private volatile long publishedNanos;
    private long triedNanos;
    private volatile @Nullable Instant heldSince;
    private volatile @Nullable String leaseTrouble;

    /** What there is for highly available VMs. */
    public record Capacity(Mebibytes memory, int cpuCount, SortedSet<NetworkId> networks, boolean guestNetworkUp) {}

    OwnFacts(HaAgent.Host host, HaGround ground, HaAgent.Coordinates coordinates) {
        this.host = host;
        this.ground = ground;
        this.coordinates = coordinates;
    }

    /** Null: there is no lease, or it has not begun to count. */
    @Nullable
    Instant heldSince() {
        return heldSince;
    }

    /** How this host stands, for its manager; for any thread. */
    HaStanding standing() {
        var status = ground.enforcers().status();
        var now = BootClock.nanos();
        var held = (status.phase() == Phase.HOLDING || status.phase() == Phase.FROZEN)
                && status.leaseLeft().isPositive();
        var slots = new TreeSet<PoolId>();
        status.pools().forEach((pool, slot) -> {
            if (isLately(slot.lastAcknowledgedNanos(), now)) {
                slots.add(pool);
            }
        });
        var reasons = new ArrayList<HaStanding.Reason>();
        ground.problems()
                .forEach(problem -> reasons.add(new HaStanding.Reason(
                        problem.startsWith("Enforcer ") ? "NO_ENFORCER" : "NO_LEASE_GROUND", problem)));
        var trouble = leaseTrouble;
        if (trouble != null) {
            reasons.add(new HaStanding.Reason("NO_BEAT", trouble));
        }
        var capable = reasons.isEmpty();
        if (slots.isEmpty()) {
            reasons.add(new HaStanding.Reason(
                    "ONE_CHANNEL", "No pool acknowledges this host's slot: ZooKeeper alone carries its lease."));
        }
        return new HaStanding(
                capable,
                reasons,
                true,
                (int) status.processes().stream()
                        .filter(EnforcerStatus.ProcessStatus::alive)
                        .count(),
                isLately(status.lastBeatNanos(), now),
                slots,
                new HaStanding.Lease(
                        status.phase().name(),
                        held,
                        ground.timing().lease().toMillis(),
                        held ? status.leaseLeft().toMillis() : 0),
                status.watchdog() == EnforcerStatus.WatchdogState.PETTED);
    }

    private static boolean isLately(long nanos, long now) {
        return nanos != 0 && now - nanos < LATELY.toNanos();
    }

    /** Whether guests on this pool have a chance to answer: they are not frozen, and the pool answers this host. */
    boolean guestsCanAnswer(PoolId pool) {
        var slots = ground.pools().latest().get(pool);
        return ground.enforcers().status().phase() == Phase.HOLDING
                && (slots == null || !(slots.get(host.id()) instanceof SlotReading.Unreadable));
    }

    /** Whether the others know how long this host's lease is; until then they might wait too short. */
    boolean mayBeginLease() {
        var told = published;
        return told != null
                && told.lease().equals(ground.timing().lease())
                && (BootClock.nanos() - publishedNanos > HaGround.KNOWN_BY_ALL_AFTER.toNanos() || !isLongLease());
    }

    private boolean isLongLease() {
        return ground.timing().lease().compareTo(LeaseTiming.TWO_CHANNELS.lease()) > 0;
    }

    /** @param leaseTrouble why the host does not beat; null: it does, or has not begun */
    void refresh(@Nullable String leaseTrouble) {
        this.leaseTrouble = leaseTrouble;
        noteLease();
        var now = BootClock.nanos();
        var facts = facts(leaseTrouble);
        if (facts.equals(published)
                || now - triedNanos < TRY_AGAIN.toNanos()
                || !publishing.compareAndSet(false, true)) {
            return;
        }
        triedNanos = now;
        coordinates.executor().execute(() -> publish(facts));
    }

    private void publish(HostHaFacts facts) {
        try {
            facts.publish(coordinates.zookeeper());
            var before = published;
            if (before == null || !before.lease().equals(facts.lease())) {
                publishedNanos = BootClock.nanos();
            }
            published = facts;
            ground.told(facts.slotPools());
            LOG.info("Told the others about this host facts={}", facts);
        } catch (ZookeeperUnavailableException | IllegalStateException e) {
            LOG.debug("The others could not be told about this host yet", e);
        } finally {
            publishing.set(false);
        }
    }

    private void noteLease() {
        var status = ground.enforcers().status();
        var holds = (status.phase() == Phase.HOLDING || status.phase() == Phase.FROZEN)
                && status.leaseLeft().isPositive();
        if (!holds) {
            heldSince = null;
        } else if (heldSince == null) {
            heldSince = coordinates.clock().instant();
        }
    }

    private HostHaFacts facts(@Nullable String leaseTrouble) {
        var capacity = coordinates.capacity().get();
        var problems = new ArrayList<>(ground.problems());
        if (leaseTrouble != null) {
            problems.add(leaseTrouble);
        }
        return new HostHaFacts(
                host.id(),
                host.name(),
                host.bootId(),
                problems,
                capacity.memory(),
                capacity.cpuCount(),
                ground.announcedPools(),
                capacity.networks(),
                ground.timing().lease(),
                capacity.guestNetworkUp());
    }
}
