package io.atoll.agent.ha;

import io.atoll.ha.enforcer.EnforcerStatus;
import io.atoll.ha.enforcer.Phase;
import io.atoll.ha.order.OrderStamp;
import io.atoll.ha.order.OrderWatch;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.EpochContent;
import io.atoll.ha.storage.EpochReading;
import io.atoll.ha.storage.EpochWrite;
import io.atoll.ha.storage.OrderContent;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this host does by itself while ZooKeeper does not hear it and its lease lives by the slots (rules O1 to O3): it ends the VMs
 * that the HA leader orders it to end on their pool, and says in their epoch blocks that it has. All others run on. Needs nothing but
 * the enforcers, the pools and QEMU, so an agent that was started anew meanwhile goes on with it.
 */
final class IsolatedHost {
    private static final Logger LOG = LoggerFactory.getLogger(IsolatedHost.class);
    private static final long LOOK_EVERY_NANOS = 1_000_000_000;

    private final HostId self;
    private final HaGround ground;
    private final Hypervisor hypervisor;
    private final HaStarts starts;
    private final Executor executor;
    private final Set<VmId> busy = ConcurrentHashMap.newKeySet();
    /** What was seen on each pool since this host is alone. */
    private final Map<PoolId, OrderWatch> watches = new HashMap<>();
    /** VMs that were ended and are to be released. */
    private final Map<VmId, Ended> ended = new ConcurrentHashMap<>();

    /** When this host found itself alone; null: it is not. */
    private @Nullable Long aloneSinceNanos;

    private long lookedNanos;

    private record Ended(PoolId pool, VmEpoch epoch) {}

    IsolatedHost(HostId self, HaGround ground, Hypervisor hypervisor, HaStarts starts, Executor executor) {
        this.self = self;
        this.ground = ground;
        this.hypervisor = hypervisor;
        this.starts = starts;
        this.executor = executor;
    }

    /** Called again and again; returns at once. */
    void look() {
        var now = BootClock.nanos();
        if (!noteWhetherAlone(ground.enforcers().status(), now) || now - lookedNanos < LOOK_EVERY_NANOS) {
            return;
        }
        lookedNanos = now;
        ground.pools().orders(this::read);
        ended.forEach((vm, what) -> inBackground(vm, () -> release(vm, what)));
    }

    private synchronized boolean noteWhetherAlone(EnforcerStatus status, long now) {
        var holds = status.phase() == Phase.HOLDING || status.phase() == Phase.FROZEN;
        var isAlone = holds
                && status.lastBeatNanos() != 0
                && OrderWatch.isAlone(status.lastBeatNanos(), now, ground.timing());
        if (isAlone && aloneSinceNanos == null) {
            LOG.info("ZooKeeper does not hear this host, its lease lives by the slots");
            aloneSinceNanos = now;
        }
        if (!isAlone) {
            aloneSinceNanos = null;
            watches.clear();
            ended.clear(); // Who is heard again says in ZooKeeper what is gone.
        }
        return isAlone;
    }

    /** On the pool's thread. */
    private synchronized void read(PoolId pool, OrderContent order) {
        var since = aloneSinceNanos;
        if (since == null) {
            return;
        }
        var watch =
                watches.getOrDefault(pool, OrderWatch.NEW).seen(new OrderStamp(order.leaderEpoch(), order.number()));
        watches.put(pool, watch);
        if (watch.moved() && OrderWatch.isSureToBeAlone(since, BootClock.nanos(), ground.timing())) {
            order.vms().forEach((vm, epoch) -> inBackground(vm, () -> obey(vm, new Ended(pool, epoch))));
        }
    }

    private void obey(VmId vm, Ended what) {
        var here = hypervisor.find(vm).orElse(null);
        if (here == null || !here.state().hasProcess()) {
            if (!ended.containsKey(vm) && wasHeldHere(vm, what)) {
                ended.put(vm, what);
                release(vm, what);
            }
        } else if (here.epoch().equals(what.epoch()) && here.definition().highlyAvailable()) {
            starts.letGo(vm, what.epoch());
            ended.put(vm, what);
            release(vm, what);
        }
    }

    /** After a restart of the agent, or a start that came to nothing: what this host held, and does not run, it may release. */
    private boolean wasHeldHere(VmId vm, Ended what) {
        return ground.pools().epochBlock(what.pool(), vm).join() instanceof EpochReading.Value(var content)
                && content.equals(EpochContent.held(vm, what.epoch(), self));
    }

    /** Again and again until the pool has it, or somebody had a later right. */
    private void release(VmId vm, Ended what) {
        var written = starts.whileEnded(vm, () -> ground.guard().release(what.pool(), vm, what.epoch()));
        switch (written.orElse(null)) {
            case EpochWrite.Written _ -> {
                LOG.warn("Released vm={} epoch={}", vm, what.epoch());
                ended.remove(vm, what);
            }
            case EpochWrite.Overtaken(var by) -> {
                LOG.warn("Not released, the epoch block says more vm={} epoch={} by={}", vm, what.epoch(), by);
                ended.remove(vm, what);
            }
            case EpochWrite.Refused(var why) -> LOG.info("Not released yet vm={} reason=\"{}\"", vm, why);
            case null -> LOG.warn("Not released, a process is there vm={} epoch={}", vm, what.epoch());
        }
    }

    /** One thing at a time for each VM; what fails is tried again when the order moves, or with the next look. */
    private void inBackground(VmId vm, Runnable work) {
        if (!busy.add(vm)) {
            return;
        }
        executor.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("An order of the HA leader could not be carried out yet vm={}", vm, e);
            } finally {
                busy.remove(vm);
            }
        });
    }
}
