package io.atoll.ha.sim.world;

import java.util.ArrayList;
import java.util.List;

/** A computer: on or off, paused as a whole or not, with a clock of its own that runs a little fast or slow. */
public final class Machine {
    private final EventQueue events;
    private final String name;
    private final List<SimProcess> processes = new ArrayList<>();
    private double rate;
    private long bootNs;
    private long boots;
    private boolean on;
    private boolean paused;
    private long pausedSinceNs;

    /** @param rate seconds that its clock counts in a true second */
    public Machine(EventQueue events, String name, double rate) {
        this.events = events;
        this.name = name;
        this.rate = rate;
    }

    public EventQueue events() {
        return events;
    }

    public String name() {
        return name;
    }

    public boolean isOn() {
        return on;
    }

    public boolean isPaused() {
        return paused;
    }

    /** The last moment at which something on it could still begin: now, unless it is paused. */
    public long lastActiveNs() {
        return paused ? pausedSinceNs : events.nowNs();
    }

    /** Number of the present boot, from 1. */
    public long boots() {
        return boots;
    }

    /** A clock like CLOCK_BOOTTIME: steps of the wall clock do not move it; it starts at a second, never at 0. */
    public long localNs() {
        return localOf(events.nowNs());
    }

    public long localOf(long trueNs) {
        return 1_000_000_000L + (long) ((trueNs - bootNs) * rate);
    }

    /** When the clock will show {@code localNs}; never a moment before it does. */
    public long trueOf(long localNs) {
        return bootNs + (long) Math.ceil((localNs - 1_000_000_000L) / rate) + 1;
    }

    public void powerOn() {
        on = true;
        paused = false;
        boots++;
        bootNs = events.nowNs();
    }

    /** Everything on it is gone at once. */
    public void powerOff() {
        on = false;
        paused = false;
        processes.forEach(SimProcess::kill);
    }

    /** Like a virtual host that its hypervisor stops: no process runs, the clock goes on. */
    public void pause() {
        if (!paused) {
            pausedSinceNs = events.nowNs();
        }
        paused = true;
    }

    public void resume() {
        paused = false;
        List.copyOf(processes).forEach(SimProcess::catchUp);
    }

    void add(SimProcess process) {
        processes.add(process);
    }
}
