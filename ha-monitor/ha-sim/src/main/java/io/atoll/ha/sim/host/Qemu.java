package io.atoll.ha.sim.host;

import io.atoll.ha.sim.check.Writer;

/** One QEMU process. It starts paused; its guest runs after {@code cont}. */
public final class Qemu implements Writer {
    private final int vm;
    private final long epoch;
    private final String host;
    private final long pid;
    boolean running;
    boolean gone;
    boolean dying;
    long lastWriteLandsNs;
    long runningSinceLocalNs;
    End end = End.KILLED;
    private boolean deaf;

    /** How a process came to its end. */
    public enum End {
        KILLED,
        CRASHED,
        SHUT_DOWN
    }

    Qemu(int vm, long epoch, String host, long pid) {
        this.vm = vm;
        this.epoch = epoch;
        this.host = host;
        this.pid = pid;
    }

    @Override
    public int vm() {
        return vm;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public long lastWriteLandsNs() {
        return lastWriteLandsNs;
    }

    @Override
    public String describe() {
        return "vm%d (epoch %d, QEMU %d on %s)".formatted(vm + 1, epoch, pid, host);
    }

    /** Whether its guest was told to go on. */
    public boolean isRunning() {
        return running && !gone && !dying;
    }

    /** By the host's clock. */
    public long runningSinceLocalNs() {
        return runningSinceLocalNs;
    }

    /** Whether the agent in its guest answers. */
    public boolean answers() {
        return isRunning() && !deaf;
    }

    /** The guest hangs, or goes on; QEMU runs whatever comes. */
    public void hang(boolean hangs) {
        deaf = hangs;
    }

    public End end() {
        return end;
    }

    public boolean isGone() {
        return gone;
    }

    /** Whether it was told to die. */
    public boolean isDying() {
        return dying;
    }
}
