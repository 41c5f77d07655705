package io.atoll.agent.ha;

import io.atoll.ha.engine.HaDecision;
import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.order.OrderStamp;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.EpochContent;
import io.atoll.ha.storage.EpochReading;
import io.atoll.ha.storage.OrderContent;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.facts.Orders;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.view.HaLook;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HA leader's part in the release of VMs: its orders to hosts that live, and what isolated ones say in the epoch blocks. */
final class Releases {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final PoolWatch pools;
    private final Orders orders;
    private final Map<VmId, EpochContent> read = new ConcurrentHashMap<>();

    Releases(PoolWatch pools, Orders orders) {
        this.pools = pools;
        this.orders = orders;
    }

    /** Waits for ZooKeeper or for pools. Each time with another number: a host obeys only what moves. */
    void order(HaDecision.OrderRelease order, HaLook look) {
        var stamp = new OrderStamp(order.leaderEpoch(), BootClock.nanos());
        switch (order.cause()) {
            case STORAGE_LOST -> {
                var vms = new TreeMap<VmId, VmEpoch>();
                order.vms().forEach(vm -> vms.put(vm.vm(), vm.epoch()));
                orders.release(order.host(), new Orders.Order(stamp.leaderEpoch(), stamp.number(), vms));
            }
            case ISOLATED -> {
                var written = new ArrayList<CompletableFuture<OrderContent>>();
                byPool(order.vms(), look)
                        .forEach((pool, vms) -> written.add(pools.order(pool, order.host(), stamp, vms)));
                written.forEach(Releases::awaited);
            }
        }
    }

    private static void awaited(CompletableFuture<OrderContent> write) {
        try {
            write.join();
        } catch (CompletionException e) {
            LOG.info("An order could not be written on a pool and is written again: {}", String.valueOf(e.getCause()));
        }
    }

    private static SortedMap<PoolId, SortedMap<VmId, VmEpoch>> byPool(List<ReleaseOf> vms, HaLook look) {
        var byPool = new TreeMap<PoolId, SortedMap<VmId, VmEpoch>>();
        for (var vm : vms) {
            var protection = look.facts().vms().protections().get(vm.vm());
            if (protection != null) {
                var there = byPool.computeIfAbsent(protection.pool(), _ -> new TreeMap<>());
                if (there.size() < OrderContent.MOST_VMS) {
                    there.put(vm.vm(), vm.epoch());
                }
            }
        }
        return byPool;
    }

    /** Waits for pools. What cannot be read stays as it was known: RELEASED is never taken back at one epoch. */
    void read(List<ReleaseOf> vms, HaLook look) {
        var reads = new TreeMap<VmId, CompletableFuture<EpochReading>>();
        for (var vm : vms) {
            var protection = look.facts().vms().protections().get(vm.vm());
            if (protection != null) {
                reads.put(vm.vm(), pools.epochBlock(protection.pool(), vm.vm()));
            }
        }
        reads.forEach((vm, reading) -> {
            if (reading.join() instanceof EpochReading.Value(var content)) {
                read.put(vm, content);
            }
        });
        read.keySet().retainAll(look.facts().vms().protections().keySet());
    }

    Map<VmId, EpochContent> read() {
        return Map.copyOf(read);
    }

    /** Whether the owner says beside the disks that it let the VM go at its present epoch, and has said nothing of its end in ZooKeeper. */
    static boolean isReleased(Owner owner, @Nullable VmHaState state, @Nullable EpochContent block) {
        return block != null
                && block.state() == EpochContent.State.RELEASED
                && block.epoch().equals(owner.epoch())
                && block.host().equals(owner.host())
                && !isLastWord(owner, state);
    }

    private static boolean isLastWord(Owner owner, @Nullable VmHaState state) {
        if (state == null
                || !state.epoch().equals(owner.epoch())
                || !state.host().equals(owner.host())) {
            return false;
        }
        return switch (state.phase()) {
            case GONE, STOPPED -> true;
            case FAILED -> FailureReason.cause(state.reason()).ended();
            case STARTING, RUNNING, READY -> false;
        };
    }
}
