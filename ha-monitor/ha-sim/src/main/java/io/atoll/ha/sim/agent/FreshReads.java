package io.atoll.ha.sim.agent;

import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.PoolRegion;
import io.atoll.model.PoolId;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The fresh reads of rule T2: every pool once more, begun after they were asked for. */
final class FreshReads {
    private static final long GIVEN_UP_AFTER_NS = 1_000_000_000L;

    private final AgentLife life;
    private int generation;

    FreshReads(AgentLife life) {
        this.life = life;
    }

    void read(int host, SortedSet<PoolId> pools) {
        var start = life.localNs();
        if (!life.cluster.habits.freshRead() || !life.cluster.habits.watchesStorage()) {
            life.facts.freshRead(host, new FreshRead(start, life.facts.lastSlots(host, pools, start)));
            return;
        }
        var looks = new TreeMap<PoolId, Look<Slot>>();
        var mine = ++generation;
        for (var pool : pools) {
            var index = Ids.indexOf(pool);
            if (!life.host.plan.pools().contains(index)) {
                looks.put(pool, new Look.Failed<>());
                continue;
            }
            var region = life.cluster.pools.get(index);
            region.pool.read(
                    life.process,
                    life.host.index,
                    () -> region.slots.get(host).content(),
                    content -> answered(
                            host, pools, looks, pool, PoolRegion.lookOf(content, start, life.localNs()), start),
                    () -> answered(host, pools, looks, pool, new Look.Failed<>(), start));
        }
        life.process.in(GIVEN_UP_AFTER_NS, () -> {
            if (mine == generation && looks.size() < pools.size()) {
                pools.forEach(pool -> answered(host, pools, looks, pool, new Look.Failed<>(), start));
            }
        });
        finish(host, pools, looks, start);
    }

    private void answered(
            int host,
            SortedSet<PoolId> pools,
            SortedMap<PoolId, Look<Slot>> looks,
            PoolId pool,
            Look<Slot> look,
            long start) {
        if (looks.putIfAbsent(pool, look) == null) {
            finish(host, pools, looks, start);
        }
    }

    private void finish(int host, SortedSet<PoolId> pools, SortedMap<PoolId, Look<Slot>> looks, long start) {
        if (looks.size() == pools.size()) {
            life.facts.freshRead(host, new FreshRead(start, looks));
            life.decider.step();
        }
    }
}
