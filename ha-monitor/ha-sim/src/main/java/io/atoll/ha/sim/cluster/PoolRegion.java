package io.atoll.ha.sim.cluster;

import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.sim.world.Block;
import io.atoll.ha.sim.world.SimPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool with HA's blocks on it: slots, and orders to hosts that ZooKeeper does not hear. */
public final class PoolRegion {
    public final SimPool pool;
    public final List<Block<Slot>> slots = new ArrayList<>();
    public final List<Block<ReleaseOrder>> orders = new ArrayList<>();

    /** What one read of the whole region showed; an element is null where nothing was ever written. */
    public record Seen(List<Block.Content<Slot>> slots, List<@Nullable ReleaseOrder> orders) {}

    PoolRegion(SimPool pool, int hosts) {
        this.pool = pool;
        for (var host = 0; host < hosts; host++) {
            slots.add(new Block<>());
            orders.add(new Block<>());
        }
    }

    public Seen look() {
        var slotContents = new ArrayList<Block.Content<Slot>>(slots.size());
        var orderLists = new ArrayList<@Nullable ReleaseOrder>(slots.size());
        for (var host = 0; host < slots.size(); host++) {
            slotContents.add(slots.get(host).content());
            orderLists.add(orders.get(host).truth());
        }
        return new Seen(slotContents, orderLists);
    }

    /** What the engine is to be told of one slot: a block that does not check, or was never written, is unreadable. */
    public static Look<Slot> lookOf(Block.Content<Slot> content, long startLocalNs, long endLocalNs) {
        var slot = content.value();
        return content.corrupt() || slot == null
                ? new Look.Failed<>()
                : new Look.Seen<>(slot, startLocalNs, endLocalNs);
    }
}
