package io.atoll.ha.sim.fault;

import io.atoll.ha.proof.Evidence;
import io.atoll.ha.sim.agent.MigrationOrder;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.cluster.SimHost;
import io.atoll.ha.sim.host.Qemu;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The hand that breaks things, and mends them: for random schedules and for scenarios alike. */
public final class Nemesis {
    private final SimCluster cluster;

    /** Which way a link is cut. */
    public enum Way {
        BOTH,
        OUTWARD,
        INWARD
    }

    public Nemesis(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** Cuts or mends one direction between two ends of links. */
    public void link(int from, int to, boolean cut) {
        cluster.zookeeper.settle();
        if (cut) {
            cluster.links.cut(from, to);
        } else {
            cluster.links.mend(from, to);
            cluster.pools.forEach(region -> region.pool.retryHeld());
        }
    }

    private void between(List<Integer> ones, List<Integer> others, Way way, boolean cut) {
        for (var one : ones) {
            for (var other : others) {
                if (way != Way.INWARD) {
                    link(one, other, cut);
                }
                if (way != Way.OUTWARD) {
                    link(other, one, cut);
                }
            }
        }
    }

    /** The management network of a host: ZooKeeper, the other hosts, the manager; its own ZooKeeper server is cut off with it. */
    public void management(int host, Way way, boolean cut) {
        tell(host, (cut ? "management network cut" : "management network mended") + of(way));
        var mine = new ArrayList<Integer>();
        mine.add(host);
        var server = cluster.plan.hosts().get(host).zookeeperServer();
        if (server >= 0) {
            mine.add(cluster.zookeeperEnd(server));
        }
        var others = new ArrayList<Integer>();
        for (var end = 0; end < cluster.poolEnd(0); end++) {
            if (!mine.contains(end)) {
                others.add(end);
            }
        }
        others.add(cluster.managerEnd());
        between(mine, others, way, cut);
    }

    /** The storage network of a host, towards one pool. */
    public void storage(int host, int pool, Way way, boolean cut) {
        tell(host, "%s to %s%s".formatted(cut ? "storage path cut" : "storage path mended", poolName(pool), of(way)));
        between(List.of(host), List.of(cluster.poolEnd(pool)), way, cut);
    }

    public void storage(int host, Way way, boolean cut) {
        for (var pool : cluster.plan.hosts().get(host).pools()) {
            storage(host, pool, way, cut);
        }
    }

    /** Everything on the management network of a host gets slow or lossy, both ways; 0 and 0 heals. */
    public void weaken(int host, long delayNs, int lossPerMille) {
        tell(host, "management network: %d ms slower, %d ‰ lost".formatted(delayNs / 1_000_000L, lossPerMille));
        for (var end = 0; end < cluster.poolEnd(0); end++) {
            if (end != host) {
                cluster.links.delay(host, end, delayNs);
                cluster.links.delay(end, host, delayNs);
                cluster.links.lose(host, end, lossPerMille);
                cluster.links.lose(end, host, lossPerMille);
            }
        }
    }

    public void powerOff(int host) {
        host(host).powerOff();
    }

    public void powerOn(int host) {
        host(host).powerOn();
    }

    public void pause(int host, boolean paused) {
        tell(host, paused ? "host paused" : "host goes on");
        if (paused) {
            host(host).machine.pause();
        } else {
            host(host).machine.resume();
        }
    }

    public void killAgent(int host, long restartAfterNs) {
        if (host(host).agent.process().isAlive()) {
            tell(host, "agent killed");
            host(host).agent.kill(restartAfterNs);
        }
    }

    public void stopAgent(int host, boolean stopped) {
        tell(host, stopped ? "agent stopped" : "agent goes on");
        if (stopped) {
            host(host).agent.process().stop();
        } else {
            host(host).agent.process().resume();
        }
    }

    public void killEnforcer(int host, int which) {
        if (host(host).enforcers.process(which).isAlive()) {
            tell(host, "enforcer " + (which + 1) + " killed");
            host(host).enforcers.killOne(which);
        }
    }

    public void stopEnforcer(int host, int which, boolean stopped) {
        tell(host, "enforcer " + (which + 1) + (stopped ? " stopped" : " goes on"));
        if (stopped) {
            host(host).enforcers.process(which).stop();
        } else {
            host(host).enforcers.process(which).resume();
        }
    }

    public void crashServer(int server, boolean down) {
        cluster.tell("zk" + (server + 1), down ? "down" : "up");
        if (down) {
            cluster.zookeeper.crash(server);
        } else {
            cluster.zookeeper.restart(server);
        }
    }

    /** Cuts a server off from the other servers, not from its clients. */
    public void isolateServer(int server, boolean cut) {
        cluster.tell("zk" + (server + 1), cut ? "cut off from the other servers" : "with the other servers again");
        for (var other = 0; other < cluster.zookeeper.serverCount(); other++) {
            if (other != server) {
                between(List.of(cluster.zookeeperEnd(server)), List.of(cluster.zookeeperEnd(other)), Way.BOTH, cut);
            }
        }
    }

    public void lagServer(int server, long lagNs) {
        cluster.tell("zk" + (server + 1), "lags behind by %d ms".formatted(lagNs / 1_000_000L));
        cluster.zookeeper.lag(server, lagNs);
    }

    /** The servers end the sessions of all agents. */
    public void expireSessions() {
        cluster.tell("zookeeper", "ends every session");
        List.copyOf(cluster.zookeeper.sessions()).forEach(cluster.zookeeper::expire);
    }

    public void hang(int pool, boolean hangs) {
        cluster.tell(poolName(pool), hangs ? "hangs" : "answers again");
        cluster.pools.get(pool).pool.hang(hangs);
    }

    public void trouble(int pool, int slowPerMille, int lostPerMille, int errorPerMille) {
        cluster.tell(
                poolName(pool),
                "%d ‰ slow, %d ‰ without acknowledgement, %d ‰ errors"
                        .formatted(slowPerMille, lostPerMille, errorPerMille));
        cluster.pools.get(pool).pool.trouble(slowPerMille, lostPerMille, errorPerMille);
    }

    public void acknowledgeLate(int pool, int host, boolean late) {
        cluster.tell(
                poolName(pool),
                "acknowledges what %s writes %s".formatted(cluster.hostName(host), late ? "late" : "in time again"));
        cluster.pools.get(pool).pool.acknowledgeLate(late ? host : -1);
    }

    public void corruptSlot(int pool, int host) {
        cluster.tell(poolName(pool), "slot of %s corrupted".formatted(cluster.hostName(host)));
        cluster.pools.get(pool).slots.get(host).corrupt();
    }

    public void restoreOldSlot(int pool, int host) {
        cluster.tell(poolName(pool), "slot of %s put back to what it was".formatted(cluster.hostName(host)));
        cluster.pools.get(pool).slots.get(host).restoreOlder();
    }

    /** A guest or its QEMU ends by itself, wherever the VM runs. */
    public void endGuest(int vm, Qemu.End how) {
        for (var host : cluster.hosts) {
            var qemu = host.cgroup.find(vm);
            if (qemu != null && qemu.isRunning()) {
                cluster.tell(cluster.vmName(vm), how == Qemu.End.CRASHED ? "QEMU crashed" : "guest shut down");
                host.cgroup.end(qemu, how);
            }
        }
    }

    public void panicGuest(int vm) {
        for (var host : cluster.hosts) {
            var life = host.agent.life();
            if (life != null && host.cgroup.find(vm) != null) {
                cluster.tell(cluster.vmName(vm), "guest panicked");
                life.keeper().guestPanicked(vm);
            }
        }
    }

    /** The guest hangs with everything in it: QEMU runs, and its agent answers nobody. */
    public void hangGuest(int vm, boolean hangs) {
        for (var host : cluster.hosts) {
            var qemu = host.cgroup.find(vm);
            if (qemu != null && qemu.isRunning()) {
                cluster.tell(cluster.vmName(vm), hangs ? "guest hangs" : "guest goes on");
                qemu.hang(hangs);
            }
        }
    }

    /** A manager asks for a live migration. */
    public void migrate(int vm, int to) {
        var owner = cluster.nodes.owners.get(vm).committed().value();
        if (owner != null && owner.host() != to) {
            cluster.tell(cluster.vmName(vm), "is to migrate to " + cluster.hostName(to));
            cluster.zookeeper.seed(cluster.nodes.migrations.get(vm), new MigrationOrder(owner.epoch(), to));
        }
    }

    public boolean hasCorruptSlot(int host) {
        return cluster.pools.stream()
                .anyMatch(region -> region.slots.get(host).content().corrupt());
    }

    /** An operator says that a host runs nothing; the manager binds that to its last beat. */
    public void vouch(int host, String by) {
        tell(host, by + " says that it is off");
        var beat = cluster.nodes.beats.get(host).committed().value();
        if (beat != null) {
            var said = new Evidence.OperatorSays(
                    beat.bootId(),
                    beat.sequence(),
                    by,
                    Duration.ofNanos(cluster.events.nowNs()).toMillis());
            cluster.zookeeper.seed(cluster.nodes.evidence.get(host), List.of(said));
        }
    }

    private SimHost host(int host) {
        return cluster.hosts.get(host);
    }

    private String poolName(int pool) {
        return cluster.plan.pools().get(pool);
    }

    private void tell(int host, String text) {
        cluster.tell(cluster.hostName(host), text);
    }

    private static String of(Way way) {
        return switch (way) {
            case BOTH -> "";
            case OUTWARD -> ", outward only";
            case INWARD -> ", inward only";
        };
    }
}
