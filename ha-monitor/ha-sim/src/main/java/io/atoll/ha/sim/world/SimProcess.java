package io.atoll.ha.sim.world;

import java.util.ArrayDeque;

/** A process on a machine. What reaches it while it is stopped waits; what was meant for an earlier life of it is lost. */
public final class SimProcess {
    private final Machine machine;
    private final String name;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean alive;
    private boolean stopped;
    private int life;

    public SimProcess(Machine machine, String name) {
        this.machine = machine;
        this.name = name;
        machine.add(this);
    }

    public Machine machine() {
        return machine;
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return alive;
    }

    public boolean isRunning() {
        return alive && !stopped && !machine.isPaused();
    }

    /** Counts its starts. */
    public int life() {
        return life;
    }

    public void start() {
        life++;
        alive = true;
        stopped = false;
        waiting.clear();
    }

    public void kill() {
        alive = false;
        stopped = false;
        waiting.clear();
    }

    /** SIGSTOP, or a pause of its garbage collector. */
    public void stop() {
        stopped = true;
    }

    /** SIGCONT. */
    public void resume() {
        stopped = false;
        catchUp();
    }

    /** Lets {@code action} happen in the present life of this process, once its machine's clock shows {@code localNs}. */
    public void atLocal(long localNs, Runnable action) {
        at(machine.trueOf(localNs), action);
    }

    /** Lets {@code action} happen in the present life of this process. */
    public void at(long trueNs, Runnable action) {
        var meantFor = life;
        machine.events().at(trueNs, () -> arrive(meantFor, action));
    }

    public void in(long delayNs, Runnable action) {
        at(machine.events().nowNs() + delayNs, action);
    }

    private void arrive(int meantFor, Runnable action) {
        if (!alive || meantFor != life) {
            return;
        }
        if (stopped || machine.isPaused()) {
            waiting.add(action);
        } else {
            action.run();
        }
    }

    void catchUp() {
        var present = life;
        while (alive && present == life && !stopped && !machine.isPaused() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
