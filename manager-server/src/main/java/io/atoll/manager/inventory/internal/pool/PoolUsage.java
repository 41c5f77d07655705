package io.atoll.manager.inventory.internal.pool;

import io.atoll.agent.v1.PoolReport;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.model.PoolId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps how full a pool is, writing only what an operator would notice. */
@Component
public class PoolUsage {
    private static final double NOTICEABLE = 0.005;

    private final PoolStore pools;
    private final InventoryEvents events;

    PoolUsage(PoolStore pools, InventoryEvents events) {
        this.pools = pools;
        this.events = events;
    }

    /** Takes what a host said of a pool; {@code reachabilityChanged} means that the host's row for it was just written. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void heard(PoolId pool, PoolReport report, boolean reachabilityChanged) {
        var changed = pools.update(pool.value(), before -> {
            if (!report.getReachable() || report.getCapacityBytes() <= 0) {
                return before;
            }
            var usage = new Pool.Usage(report.getCapacityBytes(), report.getUsedBytes());
            return isNoticeable(before.usage(), usage) ? before.filled(usage) : before;
        });
        if (reachabilityChanged && changed.isEmpty()) {
            pools.touch(pool.value());
        }
        if (reachabilityChanged || changed.isPresent()) {
            events.pool(pool, Change.CHANGED);
        }
    }

    private static boolean isNoticeable(Pool.@Nullable Usage before, Pool.Usage now) {
        if (before == null || before.capacityBytes() != now.capacityBytes()) {
            return true;
        }
        return Math.abs(before.usedBytes() - now.usedBytes()) > NOTICEABLE * now.capacityBytes();
    }
}
