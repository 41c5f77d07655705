package io.atoll.ha.sim.cluster;

import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.VmReport;
import io.atoll.ha.sim.world.Block;
import io.atoll.ha.sim.world.SimPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool with HA's blocks on it: slots, and a mailbox for hosts that ZooKeeper does not hear. */
public final class PoolRegion {
    public final SimPool pool;
    public final List<Block<Slot>> slots = new ArrayList<>();
    public final List<Block<List<ReleaseOf>>> orders = new ArrayList<>();
    public final List<Block<VmReport>> reports = new ArrayList<>();

    /** What one read of the whole region showed; an element is null where nothing was ever written. */
    public record Seen(
            List<Block.Content<Slot>> slots,
            List<@Nullable List<ReleaseOf>> orders,
            List<@Nullable VmReport> reports) {}

    PoolRegion(SimPool pool, int hosts, int vms) {
        this.pool = pool;
        for (var host = 0; host < hosts; host++) {
            slots.add(new Block<>());
            orders.add(new Block<>());
        }
        for (var vm = 0; vm < vms; vm++) {
            reports.add(new Block<>());
        }
    }

    public Seen look() {
        var slotContents = new ArrayList<Block.Content<Slot>>(slots.size());
        var orderLists = new ArrayList<@Nullable List<ReleaseOf>>(slots.size());
        for (var host = 0; host < slots.size(); host++) {
            slotContents.add(slots.get(host).content());
            orderLists.add(orders.get(host).truth());
        }
        var reportList = new ArrayList<@Nullable VmReport>(reports.size());
        for (var block : reports) {
            reportList.add(block.truth());
        }
        return new Seen(slotContents, orderLists, reportList);
    }

    /** What the engine is to be told of one slot: a block that does not check, or was never written, is unreadable. */
    public static Look<Slot> lookOf(Block.Content<Slot> content, long startLocalNs, long endLocalNs) {
        var slot = content.value();
        return content.corrupt() || slot == null
                ? new Look.Failed<>()
                : new Look.Seen<>(slot, startLocalNs, endLocalNs);
    }
}
