package io.atoll.agent.ha;

import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether this host sees what an HA leader must see. A leader that has lost a pool cannot prove that anybody is dead who has a
 * slot there, while others could; so it lets somebody else lead. Where nobody can read the pool the leadership goes round,
 * seldom enough to cost nothing. For one thread.
 */
final class Eyesight {
    /** Longer than a path that fails over or a server that restarts takes. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Between two times that this host stands back. */
    static final Duration NOT_AGAIN_FOR = Duration.ofSeconds(60);

    private final HostId self;
    private @Nullable Long blindSinceNanos;
    private @Nullable Long stoodBackNanos;

    Eyesight(HostId self) {
        this.self = self;
    }

    /**
     * To be told of each look.
     *
     * @return the pools for whose sake this host should lead no more; empty: none
     */
    SortedSet<PoolId> look(Collection<WatchedHost> hosts, boolean leads, long nowNanos) {
        var unseen = unseen(hosts);
        if (unseen.isEmpty() || !leads) {
            blindSinceNanos = null;
            return new TreeSet<>();
        }
        if (blindSinceNanos == null) {
            blindSinceNanos = nowNanos;
        }
        var patient = nowNanos - blindSinceNanos < PATIENCE.toNanos();
        var recently = stoodBackNanos != null && nowNanos - stoodBackNanos < NOT_AGAIN_FOR.toNanos();
        if (patient || recently) {
            return new TreeSet<>();
        }
        blindSinceNanos = null;
        stoodBackNanos = nowNanos;
        return unseen;
    }

    /** Pools on which others renew and of which not one slot can be read; a single one that is damaged is not the pool's fault. */
    private SortedSet<PoolId> unseen(Collection<WatchedHost> hosts) {
        var used = new TreeSet<PoolId>();
        var seen = new TreeSet<PoolId>();
        for (var host : hosts) {
            if (!host.id().equals(self)) {
                used.addAll(host.leasePools());
            }
            host.channels().slots().forEach((pool, look) -> {
                if (look instanceof Look.Seen<Slot>) {
                    seen.add(pool);
                }
            });
        }
        used.removeAll(seen);
        return used;
    }
}
