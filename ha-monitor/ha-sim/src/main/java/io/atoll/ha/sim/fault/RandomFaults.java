package io.atoll.ha.sim.fault;

import io.atoll.ha.sim.cluster.ClusterPlan;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.fault.Nemesis.Way;
import io.atoll.ha.sim.host.Qemu;
import io.atoll.ha.sim.world.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Faults thrown from a die: what, where, for how long. Each one ends by itself, or when everything is mended. */
final class RandomFaults {
    private static final long MS = 1_000_000L;
    /** Without image locks a whole host may stand still only for what the kill bound has left. */
    private static final long PAUSE_WITHOUT_LOCKS_MS = 100;

    private final SimCluster cluster;
    private final ClusterPlan plan;
    private final Nemesis nemesis;
    private final Dice dice;
    private final boolean longPauses;
    private final List<Runnable> undo = new ArrayList<>();
    private boolean mended;
    private int thrown;

    RandomFaults(SimCluster cluster, Nemesis nemesis, Variant variant, Dice dice) {
        this.cluster = cluster;
        plan = cluster.plan;
        this.nemesis = nemesis;
        this.dice = dice;
        longPauses = plan.imageLocks() || variant == Variant.NO_IMAGE_LOCK;
    }

    int thrown() {
        return thrown;
    }

    /** Ends every fault that still lasts, and switches the hosts on that went off for good, but for {@code mayStayOff} of them. */
    void mendAll(int mayStayOff) {
        mended = true;
        List.copyOf(undo).forEach(Runnable::run);
        var off = 0;
        for (var host = 0; host < plan.hosts().size(); host++) {
            if (!cluster.hosts.get(host).machine.isOn()) {
                var needed =
                        plan.zookeeperServers() == 1 && plan.hosts().get(host).zookeeperServer() == 0;
                if (needed || ++off > mayStayOff) {
                    nemesis.powerOn(host);
                } else if (nemesis.hasCorruptSlot(host)) {
                    // Unreadable is never dead: somebody has to look.
                    nemesis.vouch(host, "operator");
                }
            }
            nemesis.weaken(host, 0, 0);
        }
        for (var server = 0; server < plan.zookeeperServers(); server++) {
            if (!runsOnHostThatIsOff(server)) {
                nemesis.crashServer(server, false);
            }
        }
    }

    private boolean runsOnHostThatIsOff(int server) {
        for (var host : cluster.hosts) {
            if (host.plan.zookeeperServer() == server) {
                return !host.machine.isOn();
            }
        }
        return false;
    }

    /** Throws one fault now. */
    void strike() {
        thrown++;
        var host = dice.below(plan.hosts().size());
        switch (dice.below(28)) {
            case 0, 1, 2 -> crash(host);
            case 3 -> nemesis.killAgent(host, dice.between(300, 4_000) * MS);
            case 4 -> lasting(15_000, on -> nemesis.stopAgent(host, on));
            case 5 -> enforcers(host);
            case 6, 7 -> lasting(longPauses ? 15_000 : PAUSE_WITHOUT_LOCKS_MS, on -> nemesis.pause(host, on));
            case 8, 9 -> management(host);
            case 10, 11 -> storage(host);
            case 12, 13, 14 -> isolate(host);
            case 15 -> server();
            case 16 -> weaken(host);
            case 17 -> hang();
            case 18 -> trouble();
            case 19 -> slot(host);
            case 20 -> clog();
            case 21, 22 -> narrow(host);
            case 23, 24 -> blind(host);
            case 25, 26 -> alone(host);
            default -> small();
        }
    }

    /** Begins a fault and ends it later, once. */
    private void lasting(long mostMs, Consumer<Boolean> fault) {
        lastingExactly(dice.between(Math.min(mostMs, 20), mostMs), fault);
    }

    private void lastingExactly(long lengthMs, Consumer<Boolean> fault) {
        if (mended) {
            return;
        }
        fault.accept(true);
        var once = new Runnable() {
            @Override
            public void run() {
                if (undo.remove(this)) {
                    fault.accept(false);
                }
            }
        };
        undo.add(once);
        cluster.events.in(lengthMs * MS, once);
    }

    private void crash(int host) {
        nemesis.powerOff(host);
        if (dice.chance(600)) {
            cluster.events.in(dice.between(500, 12_000) * MS, () -> nemesis.powerOn(host));
        }
    }

    private void enforcers(int host) {
        var which = dice.below(2);
        switch (dice.below(4)) {
            case 0 -> nemesis.killEnforcer(host, which);
            case 1 -> {
                nemesis.killEnforcer(host, 0);
                nemesis.killEnforcer(host, 1);
            }
            case 2 -> lasting(10_000, on -> nemesis.stopEnforcer(host, which, on));
            default -> {
                if (longPauses) {
                    lasting(10_000, on -> {
                        nemesis.stopEnforcer(host, 0, on);
                        nemesis.stopEnforcer(host, 1, on);
                    });
                }
            }
        }
    }

    private Way way() {
        return dice.chance(600) ? Way.BOTH : dice.chance(500) ? Way.OUTWARD : Way.INWARD;
    }

    private void management(int host) {
        var way = way();
        lasting(12_000, cut -> nemesis.management(host, way, cut));
    }

    private void storage(int host) {
        var way = way();
        lasting(12_000, cut -> nemesis.storage(host, way, cut));
    }

    /** Both channels, at once or one after the other. */
    private void isolate(int host) {
        var management = way();
        var storage = way();
        lasting(15_000, cut -> nemesis.management(host, management, cut));
        if (dice.chance(500)) {
            lasting(15_000, cut -> nemesis.storage(host, storage, cut));
        } else {
            cluster.events.in(
                    dice.between(0, 4_000) * MS, () -> lasting(15_000, cut -> nemesis.storage(host, storage, cut)));
        }
    }

    /** The narrow pass of the protocol: one channel is gone, the other one is slow to answer, then it is gone as well. */
    private void narrow(int host) {
        for (var pool = 0; pool < plan.pools().size(); pool++) {
            var late = pool;
            lastingExactly(20_000, on -> nemesis.acknowledgeLate(late, host, on));
        }
        var cut = dice.between(8_000, 16_000);
        lastingFrom(0, cut, on -> nemesis.management(host, Way.BOTH, on));
        lastingFrom(dice.between(1_000, 6_000), cut, on -> nemesis.storage(host, Way.BOTH, on));
    }

    /** A host lives by its storage alone, and nobody else can see the storage for a while. */
    private void blind(int host) {
        var cut = dice.between(8_000, 14_000);
        lastingFrom(0, cut, on -> nemesis.management(host, Way.BOTH, on));
        var from = dice.between(0, 3_000);
        var length = dice.between(3_000, 9_000);
        for (var other = 0; other < plan.hosts().size(); other++) {
            if (other != host) {
                var taker = other;
                lastingFrom(from, length, on -> nemesis.storage(taker, Way.BOTH, on));
            }
        }
    }

    /** Long enough for an order of the HA leader, with the agent or the storage failing somewhere on the way, or not. */
    private void alone(int host) {
        lastingExactly(dice.between(9_000, 20_000), on -> nemesis.management(host, Way.BOTH, on));
        var later = dice.between(5_000, 12_000) * MS;
        switch (dice.below(4)) {
            case 0 -> cluster.events.in(later, () -> nemesis.killAgent(host, dice.between(100, 3_000) * MS));
            case 1 -> cluster.events.in(later, () -> lasting(6_000, on -> nemesis.storage(host, Way.BOTH, on)));
            case 2 -> {
                var other = dice.below(plan.hosts().size());
                cluster.events.in(later, () -> lasting(9_000, on -> nemesis.management(other, Way.BOTH, on)));
            }
            default -> {}
        }
    }

    private void lastingFrom(long delayMs, long lengthMs, Consumer<Boolean> fault) {
        cluster.events.in(delayMs * MS, () -> lastingExactly(lengthMs, fault));
    }

    private void server() {
        var server = dice.below(plan.zookeeperServers());
        switch (dice.below(4)) {
            case 0 -> lasting(10_000, down -> nemesis.crashServer(server, down));
            case 1 -> lasting(10_000, cut -> nemesis.isolateServer(server, cut));
            case 2 -> lasting(8_000, on -> nemesis.lagServer(server, on ? dice.between(100, 2_000) * MS : 2 * MS));
            default -> {
                var leader = cluster.zookeeper.leader();
                if (leader >= 0) {
                    lasting(10_000, down -> nemesis.crashServer(leader, down));
                }
            }
        }
    }

    private void weaken(int host) {
        var delayMs = dice.chance(500) ? dice.between(0, 200) : dice.between(200, 1_500);
        var loss = dice.chance(500) ? 0 : dice.below(400);
        lasting(12_000, on -> nemesis.weaken(host, on ? delayMs * MS : 0, on ? loss : 0));
    }

    private void hang() {
        var pool = dice.below(plan.pools().size());
        lasting(8_000, hangs -> nemesis.hang(pool, hangs));
    }

    private void trouble() {
        var pool = dice.below(plan.pools().size());
        var slow = dice.below(400);
        var lost = dice.below(200);
        var errors = dice.below(100);
        lasting(12_000, on -> nemesis.trouble(pool, on ? slow : 0, on ? lost : 0, on ? errors : 0));
    }

    private void slot(int host) {
        var pool = dice.below(plan.pools().size());
        if (dice.chance(500)) {
            nemesis.corruptSlot(pool, host);
        } else {
            nemesis.restoreOldSlot(pool, host);
        }
    }

    /** Swizzle-clog: links are cut one by one and mended in another order (F50). */
    private void clog() {
        var ends = cluster.managerEnd();
        for (var count = dice.between(2, 8); count > 0; count--) {
            var from = dice.below(ends);
            var to = dice.below(ends);
            if (from != to) {
                cluster.events.in(
                        dice.between(0, 3_000) * MS, () -> lasting(8_000, cut -> nemesis.link(from, to, cut)));
            }
        }
    }

    private void small() {
        var vm = dice.below(plan.vms().size());
        switch (dice.below(4)) {
            case 0 -> nemesis.expireSessions();
            case 1 -> nemesis.endGuest(vm, Qemu.End.CRASHED);
            case 2 -> nemesis.panicGuest(vm);
            default -> nemesis.migrate(vm, dice.below(plan.hosts().size()));
        }
    }
}
