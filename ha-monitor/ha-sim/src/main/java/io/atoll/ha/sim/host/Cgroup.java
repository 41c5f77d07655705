package io.atoll.ha.sim.host;

import io.atoll.ha.sim.check.Checker;
import io.atoll.ha.sim.world.Dice;
import io.atoll.ha.sim.world.Machine;
import io.atoll.ha.sim.world.SimPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The HA VMs' cgroup of a host: the QEMU processes in it, frozen or not, and how long killing them takes. */
public final class Cgroup {
    /** Writes that were on the way when a host lost its power land within the protocol's margin M. */
    private static final long IN_FLIGHT_AT_POWER_LOSS_NS = 350_000_000L;

    private static final long LOOK_AGAIN_NS = 100_000_000L;

    private final Machine machine;
    private final int host;
    private final ImageLocks locks;
    private final Checker checker;
    private final Dice dice;
    private final long killAtMostNs;
    private final boolean stuckWrites;
    private final List<Qemu> qemus = new ArrayList<>();
    private final List<SimPool> pools;
    private Consumer<Qemu> onGone = qemu -> {};
    private boolean frozen;
    private long nextPid = 1000;

    /** @param killAtMostNs how long a kill takes at most; every kill takes a random part of it */
    public Cgroup(
            Machine machine,
            int host,
            ImageLocks locks,
            List<SimPool> poolOfVm,
            Checker checker,
            Dice dice,
            long killAtMostNs,
            boolean stuckWrites) {
        this.stuckWrites = stuckWrites;
        this.machine = machine;
        this.host = host;
        this.locks = locks;
        this.checker = checker;
        this.dice = dice;
        this.killAtMostNs = killAtMostNs;
        pools = poolOfVm;
    }

    /** Who is told when a process is gone, for whatever reason but a loss of power. */
    public void whenGone(Consumer<Qemu> listener) {
        onGone = listener;
    }

    /** Starts a paused QEMU; null when the image is locked. */
    public @Nullable Qemu exec(int vm, long epoch) {
        var qemu = new Qemu(vm, epoch, machine.name(), nextPid++);
        if (!locks.acquire(qemu)) {
            return null;
        }
        qemus.add(qemu);
        return qemu;
    }

    public void cont(Qemu qemu) {
        if (!qemu.gone && !qemu.dying && !qemu.running) {
            qemu.running = true;
            qemu.runningSinceLocalNs = machine.localNs();
            checker.mayWrite(qemu);
        }
    }

    /** Pauses a guest by QMP, as the end of a live migration does; what it wrote has landed. */
    public void pauseForGood(Qemu qemu) {
        if (qemu.running && !qemu.gone) {
            qemu.running = false;
            checker.writesNoMore(qemu);
        }
    }

    public void releaseLock(Qemu qemu) {
        locks.release(qemu);
    }

    public boolean isFrozen() {
        return frozen;
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    public boolean isEmpty() {
        return qemus.isEmpty();
    }

    public List<Qemu> qemus() {
        return qemus;
    }

    public @Nullable Qemu find(int vm) {
        for (var qemu : qemus) {
            if (qemu.vm() == vm && !qemu.dying) {
                return qemu;
            }
        }
        return null;
    }

    void killAll() {
        List.copyOf(qemus).forEach(this::kill);
    }

    /** It ends by itself: the guest shut down, or QEMU crashed. */
    public void end(Qemu qemu, Qemu.End how) {
        if (!qemu.dying) {
            qemu.end = how;
            kill(qemu);
        }
    }

    /** SIGKILL, or a guest that ends by itself. The process is gone when its last write is done. */
    public void kill(Qemu qemu) {
        if (!qemu.dying) {
            qemu.dying = true;
            // Often as long as it may take: a kill that is quick hides what a slow one shows.
            var takes = dice.chance(500)
                    ? killAtMostNs - dice.between(0, killAtMostNs / 16)
                    : dice.between(20_000_000L, killAtMostNs);
            machine.events().in(takes, () -> end(qemu));
        }
    }

    private void end(Qemu qemu) {
        if (qemu.gone) {
            return;
        }
        var waitsForWrite = stuckWrites && qemu.running && !pools.get(qemu.vm()).isReachableFrom(host);
        if (machine.isPaused() || waitsForWrite) {
            machine.events().in(LOOK_AGAIN_NS, () -> end(qemu));
            return;
        }
        forget(qemu, machine.events().nowNs());
        locks.release(qemu);
        onGone.accept(qemu);
    }

    /**
     * Everything is gone at once; writes that had left may land a little later. The storage lets go of a dead client's locks after
     * what the client sent before.
     *
     * @param lastActiveNs the last moment at which a guest could still write
     */
    public void powerLoss(long lastActiveNs) {
        for (var qemu : List.copyOf(qemus)) {
            // Without a path nothing is on its way: what waits in the host is gone with it.
            var isOnItsWay = qemu.running && pools.get(qemu.vm()).isReachableFrom(host);
            var lands = isOnItsWay ? lastActiveNs + dice.between(0, IN_FLIGHT_AT_POWER_LOSS_NS) : 0;
            forget(qemu, lands);
            var now = machine.events().nowNs();
            machine.events().in(Math.max(0, lands - now), () -> locks.release(qemu));
        }
        frozen = false;
    }

    private void forget(Qemu qemu, long lastWriteLandsNs) {
        qemu.gone = true;
        qemu.lastWriteLandsNs = lastWriteLandsNs;
        qemus.remove(qemu);
        checker.writesNoMore(qemu);
    }
}
