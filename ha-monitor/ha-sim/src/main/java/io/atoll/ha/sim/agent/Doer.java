package io.atoll.ha.sim.agent;

import io.atoll.ha.engine.HaDecision;
import io.atoll.ha.engine.HaDecision.AppendTimeline;
import io.atoll.ha.engine.HaDecision.AssignVm;
import io.atoll.ha.engine.HaDecision.OrderRelease;
import io.atoll.ha.engine.HaDecision.OwnerMove;
import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.engine.HaDecision.TakeOver;
import io.atoll.ha.order.OrderStamp;
import io.atoll.ha.sim.cluster.FenceNode;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.ReleaseOrder;
import io.atoll.ha.sim.cluster.Restarts.Restart;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.world.Transaction;
import io.atoll.ha.sim.world.ZkAnswer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Carries the engine's decisions out: each one a transaction on versions, or a read. */
final class Doer {
    private final AgentLife life;
    private final SimCluster cluster;
    private final FreshReads freshReads;
    /** What was sent and not answered; the engine may decide it again meanwhile. */
    private final Set<String> outstanding = new HashSet<>();

    Doer(AgentLife life) {
        this.life = life;
        cluster = life.cluster;
        freshReads = new FreshReads(life);
    }

    void carryOut(HaDecision decision) {
        switch (decision) {
            case HaDecision.ReadAfresh(var host, var pools) -> freshReads.read(Ids.indexOf(host), pools);
            case TakeOver takeOver -> takeOver(takeOver);
            case AssignVm assign -> assign(assign);
            case HaDecision.RestartVm restart ->
                submit(
                        "restart of " + name(restart.move()),
                        guarded()
                                .set(
                                        cluster.nodes.owners.get(
                                                Ids.indexOf(restart.move().vm())),
                                        (int) restart.move().ownerVersion(),
                                        next(restart.move())),
                        () -> decided(
                                restart.move(),
                                life.facts.ownerName(restart.move().vm()),
                                restart.cause().toString()));
            case OrderRelease order -> order(order);
            case HaDecision.ReadReleased(var _, var vms) -> life.releasedReads.read(vms);
            case HaDecision.MigrateAway migrate ->
                submit(
                        "migration of vm " + migrate.vm(),
                        guarded()
                                .set(
                                        cluster.nodes.migrations.get(Ids.indexOf(migrate.vm())),
                                        Transaction.ANY,
                                        new MigrationOrder(migrate.epoch().value(), Ids.indexOf(migrate.to()))),
                        () -> {});
            case HaDecision.RaiseAlarm(var alarm) -> changeAlarms(alarm.key(), alarm.text());
            case HaDecision.ClearAlarm(var key) -> changeAlarms(key, null);
            case AppendTimeline append -> append(append);
        }
    }

    /** Conditional on nobody else leading. */
    private Transaction guarded() {
        return new Transaction().check(cluster.nodes.leaderEpoch, life.leadership.epochVersion());
    }

    private void takeOver(TakeOver decision) {
        var host = Ids.indexOf(decision.host());
        var transaction = guarded()
                .check(cluster.nodes.beats.get(host), (int) decision.beatVersion())
                .set(
                        cluster.nodes.fences.get(host),
                        (int) decision.fenceVersion(),
                        new FenceNode(true, life.host.plan.name()));
        for (var move : decision.moves()) {
            transaction.set(cluster.nodes.owners.get(Ids.indexOf(move.vm())), (int) move.ownerVersion(), next(move));
        }
        submit("takeover of " + cluster.hostName(host), transaction, () -> {
            for (var move : decision.moves()) {
                decided(move, cluster.hostName(host), Telling.proof(decision.proof()));
                cluster.checker.takeoverAcknowledged(
                        Ids.indexOf(move.vm()), move.epoch().next().value());
            }
        });
    }

    private void assign(AssignVm decision) {
        var move = decision.move();
        var transaction =
                guarded().set(cluster.nodes.owners.get(Ids.indexOf(move.vm())), (int) move.ownerVersion(), next(move));
        var fence = decision.fencedOwner();
        if (fence != null) {
            transaction.check(cluster.nodes.fences.get(Ids.indexOf(fence.host())), (int) fence.version());
        }
        var why = life.facts.whyDown(move.vm());
        var from = life.facts.ownerName(move.vm());
        submit("assignment of " + name(move), transaction, () -> decided(move, from, why));
    }

    /** For the result. */
    private void decided(OwnerMove move, @Nullable String from, String reason) {
        var target = move.target();
        if (target == null) {
            cluster.restarts.waits(name(move), from, reason);
        } else {
            if (!cluster.hostName(Ids.indexOf(target)).equals(from)) {
                cluster.rules.restarted(Ids.indexOf(move.vm()), Ids.indexOf(target));
            }
            cluster.restarts.decided(new Restart(
                    name(move),
                    from,
                    cluster.hostName(Ids.indexOf(target)),
                    move.epoch().next().value(),
                    cluster.events.nowNs(),
                    -1,
                    reason));
        }
    }

    /** A host that ZooKeeper hears is told there; one that it does not, on each VM's pool. */
    private void order(OrderRelease order) {
        var host = Ids.indexOf(order.host());
        var stamp = new OrderStamp(order.leaderEpoch(), life.localNs());
        switch (order.cause()) {
            case STORAGE_LOST ->
                submit(
                        "release order to " + cluster.hostName(host),
                        guarded()
                                .set(
                                        cluster.nodes.orders.get(host),
                                        Transaction.ANY,
                                        new ReleaseOrder(stamp, order.vms())),
                        () -> {});
            case ISOLATED -> {
                for (var pool : life.host.plan.pools()) {
                    orderOn(pool, host, stamp, order.vms());
                }
                if (!cluster.habits.readsReleased()) {
                    order.vms()
                            .forEach(vm -> life.releasedReads.trust(
                                    Ids.indexOf(vm.vm()), vm.epoch().value(), host));
                }
            }
        }
    }

    private void orderOn(int pool, int host, OrderStamp stamp, List<ReleaseOf> vms) {
        var here = vms.stream()
                .filter(vm -> cluster.plan.vms().get(Ids.indexOf(vm.vm())).pool() == pool)
                .toList();
        if (!here.isEmpty()) {
            var region = cluster.pools.get(pool);
            region.pool.write(
                    life.process,
                    life.host.index,
                    region.orders.get(host),
                    new ReleaseOrder(stamp, here),
                    durable -> {});
        }
    }

    private void changeAlarms(String key, @Nullable String text) {
        var tree = life.watcher.tree();
        if (tree == null) {
            return;
        }
        var alarms = new TreeMap<>(cluster.nodes.alarmsIn(tree));
        var before = text == null ? alarms.remove(key) : alarms.put(key, text);
        if (Objects.equals(before, text)) {
            return;
        }
        var version = tree.get(cluster.nodes.alarms).version();
        submit(
                "alarms",
                guarded().set(cluster.nodes.alarms, version, alarms),
                () -> life.tell(text == null ? "alarm over: " + key : "alarm " + key + ": " + text));
    }

    private void append(AppendTimeline append) {
        var incident = append.incident().value();
        var node = cluster.incidents.node(incident);
        var tree = life.watcher.tree();
        if (tree == null) {
            return;
        }
        var seen = tree.get(node);
        var stored = seen.value() == null ? 0 : seen.value();
        if (stored != append.firstIndex()) {
            return;
        }
        var transaction =
                guarded().set(node, seen.version(), stored + append.entries().size());
        submit("timeline of " + incident, transaction, () -> {
            cluster.incidents.stored(incident, append.entries());
            if (cluster.isTold()) {
                append.entries().forEach(entry -> life.tell(Telling.of(cluster, entry.entry())));
            }
        });
    }

    private void submit(String what, Transaction transaction, Runnable onApplied) {
        if (!outstanding.add(what)) {
            return;
        }
        cluster.zookeeper.submit(life.session, transaction, answer -> {
            outstanding.remove(what);
            switch (answer) {
                case ZkAnswer.Applied() -> onApplied.run();
                case ZkAnswer.BadVersion(var path) -> tellTrouble(what, "refused, " + path + " has changed");
                case ZkAnswer.Unknown() -> tellTrouble(what, "not answered");
                case ZkAnswer.SessionExpired() -> tellTrouble(what, "refused, the session is over");
            }
        });
    }

    private void tellTrouble(String what, String trouble) {
        if (cluster.isTold() && !what.startsWith("timeline")) {
            life.tell(what + ": " + trouble);
        }
    }

    private String name(OwnerMove move) {
        return cluster.vmName(Ids.indexOf(move.vm()));
    }

    private static OwnerNode next(OwnerMove move) {
        var target = move.target();
        return new OwnerNode(
                target == null ? OwnerNode.NOBODY : Ids.indexOf(target),
                move.epoch().next().value(),
                true,
                null,
                move.failures());
    }
}
