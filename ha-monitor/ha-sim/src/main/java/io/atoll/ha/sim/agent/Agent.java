package io.atoll.ha.sim.agent;

import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.cluster.SimHost;
import io.atoll.ha.sim.world.Dice;
import io.atoll.ha.sim.world.SimProcess;
import org.jspecify.annotations.Nullable;

/** The agent's process: each start is a new {@link AgentLife} that remembers nothing of the one before. */
public final class Agent {
    private final SimCluster cluster;
    private final SimHost host;
    private final SimProcess process;
    private final Dice dice;
    private @Nullable AgentLife life;

    public Agent(SimCluster cluster, SimHost host, Dice dice) {
        this.cluster = cluster;
        this.host = host;
        this.dice = dice;
        process = new SimProcess(host.machine, "agent");
        host.cgroup.whenGone(qemu -> {
            var present = life;
            if (present != null && process.isAlive()) {
                process.in(0, () -> present.keeper.ended(qemu));
            }
        });
    }

    public SimProcess process() {
        return process;
    }

    /** The present life; null while the agent does not run. */
    public @Nullable AgentLife life() {
        return life;
    }

    /** Something that it watches in ZooKeeper was written: it looks soon. */
    public void watchFires() {
        var present = life;
        if (present != null && process.isAlive()) {
            process.in(dice.between(500_000L, 3_000_000L), present.watcher::lookNow);
        }
    }

    public boolean leads() {
        return life != null && process.isAlive() && life.leadership.leads();
    }

    /** Kills it; the init system starts it again. */
    public void kill(long restartAfterNs) {
        process.kill();
        life = null;
        startIn(restartAfterNs);
    }

    public void lostPower() {
        life = null;
    }

    /** Starts it after a while, unless something else has done so or the machine went away. */
    public void startIn(long delayNs) {
        var boots = host.machine.boots();
        cluster.events.in(delayNs, () -> {
            if (!host.machine.isOn() || host.machine.boots() != boots || process.isAlive()) {
                return;
            }
            if (host.machine.isPaused()) {
                startIn(100_000_000L);
                return;
            }
            process.start();
            var started = new AgentLife(cluster, host, process, dice.split());
            life = started;
            started.begin();
        });
    }
}
