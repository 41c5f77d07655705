package io.atoll.ha.sim.scenario;

import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.ha.sim.agent.MigrationOrder;
import io.atoll.ha.sim.agent.SnapshotBuilder;
import io.atoll.ha.sim.cluster.HostNode;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.world.Machine;
import io.atoll.ha.sim.world.SimProcess;
import io.atoll.ha.sim.world.Transaction;
import io.atoll.ha.sim.world.ZkAnswer;
import io.atoll.ha.sim.world.ZkSession;
import io.atoll.ha.sim.world.ZkView;
import io.atoll.model.HostState;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people ask for, done as a manager does it: compare-and-set in ZooKeeper, tried again until it is answered. It is no part of
 * HA; it is there so that HA has somebody to get on with.
 */
final class ManagerDesk implements ScenarioRun.ManagerHands {
    private static final long AGAIN_NS = 1_000_000_000L;

    private final SimCluster cluster;
    private final SimProcess process;
    private final SnapshotBuilder snapshots;
    private ZkSession session;

    ManagerDesk(SimCluster cluster) {
        this.cluster = cluster;
        var machine = new Machine(cluster.events, "manager", 1);
        machine.powerOn();
        process = new SimProcess(machine, "manager");
        process.start();
        session = cluster.zookeeper.connect(process, cluster.managerEnd());
        snapshots = new SnapshotBuilder(cluster);
        stayConnected();
    }

    /** A client that has nothing to ask still says that it is there. */
    private void stayConnected() {
        process.in(AGAIN_NS, this::stayConnected);
        cluster.zookeeper.read(session, view -> {
            if (view != null && view.sessionExpired()) {
                session = cluster.zookeeper.connect(process, cluster.managerEnd());
            }
        });
    }

    @Override
    public void start(int vm, int host) {
        tell("start " + cluster.vmName(vm) + (host < 0 ? "" : " on " + cluster.hostName(host)));
        untilDone(view -> {
            var owner = view.get(cluster.nodes.owners.get(vm));
            if (owner.value() == null || owner.value().wanted()) {
                return null;
            }
            var on = host < 0 ? place(view, vm) : host;
            if (on < 0) {
                return null;
            }
            var next = new OwnerNode(on, owner.value().epoch() + 1, true, null, 0);
            return new Transaction().set(cluster.nodes.owners.get(vm), owner.version(), next);
        });
    }

    private int place(ZkView view, int vm) {
        var found = new SchedulerPlacement()
                .in(snapshots.of(view))
                .place(new TreeSet<>(), List.of(Ids.vm(vm)))
                .get(Ids.vm(vm));
        if (found instanceof Found.On(var host)) {
            return Ids.indexOf(host);
        }
        tell(cluster.vmName(vm) + " finds no host" + (found instanceof Found.Nowhere(var why) ? ": " + why : ""));
        return -1;
    }

    @Override
    public void stop(int vm) {
        tell("stop " + cluster.vmName(vm));
        untilDone(view -> {
            var owner = view.get(cluster.nodes.owners.get(vm));
            if (owner.value() == null || !owner.value().wanted()) {
                return null;
            }
            var next = new OwnerNode(owner.value().host(), owner.value().epoch(), false, null, 0);
            return new Transaction().set(cluster.nodes.owners.get(vm), owner.version(), next);
        });
    }

    @Override
    public void migrate(int vm, int to) {
        tell("migrate " + cluster.vmName(vm) + " to " + cluster.hostName(to));
        untilDone(view -> orderTo(view, vm, to));
    }

    private @Nullable Transaction orderTo(ZkView view, int vm, int to) {
        var owner = view.get(cluster.nodes.owners.get(vm)).value();
        return owner == null || owner.host() == to
                ? null
                : new Transaction()
                        .set(cluster.nodes.migrations.get(vm), Transaction.ANY, new MigrationOrder(owner.epoch(), to));
    }

    /** Maintenance begins with the guests leaving, one after the other, and is reached when none is left. */
    @Override
    public void maintenance(int host, boolean on) {
        tell("maintenance " + (on ? "on " : "off ") + cluster.hostName(host));
        untilDone(view -> state(view, host, on ? HostState.ENTERING_MAINTENANCE : HostState.READY));
        if (on) {
            process.in(AGAIN_NS, () -> drain(host));
        }
    }

    private void drain(int host) {
        cluster.zookeeper.read(session, view -> {
            if (view == null || view.sessionExpired()) {
                process.in(AGAIN_NS, () -> drain(host));
            } else {
                drain(view, host);
            }
        });
    }

    private void drain(ZkView view, int host) {
        var node = view.get(cluster.nodes.hosts.get(host)).value();
        if (node == null || node.state() != HostState.ENTERING_MAINTENANCE) {
            return;
        }
        var left = 0;
        for (var vm = 0; vm < cluster.plan.vms().size(); vm++) {
            var owner = view.get(cluster.nodes.owners.get(vm)).value();
            if (owner != null && owner.host() == host && owner.wanted()) {
                left++;
                moveAway(view, vm, owner);
            }
        }
        if (left == 0) {
            tell(cluster.hostName(host) + " is empty and in maintenance");
            untilDone(latest -> state(latest, host, HostState.MAINTENANCE));
        } else {
            process.in(AGAIN_NS, () -> drain(host));
        }
    }

    private void moveAway(ZkView view, int vm, OwnerNode owner) {
        var ordered = view.get(cluster.nodes.migrations.get(vm)).value();
        if (ordered != null && ordered.epoch() == owner.epoch()) {
            return;
        }
        var to = place(view, vm);
        if (to >= 0) {
            var transaction = orderTo(view, vm, to);
            if (transaction != null) {
                cluster.zookeeper.submit(session, transaction, answer -> {});
            }
        }
    }

    private @Nullable Transaction state(ZkView view, int host, HostState state) {
        var node = view.get(cluster.nodes.hosts.get(host));
        return node.value() == null
                ? null
                : new Transaction()
                        .set(
                                cluster.nodes.hosts.get(host),
                                node.version(),
                                new HostNode(node.value().capabilities(), state));
    }

    @Override
    public void arm(boolean armed) {
        tell(armed ? "HA armed" : "HA disarmed");
        untilDone(view -> new Transaction().set(cluster.nodes.armed, Transaction.ANY, armed));
    }

    /** Reads, writes, and does so again until the write is answered; a null transaction means that nothing is left to do. */
    private void untilDone(Function<ZkView, @Nullable Transaction> change) {
        cluster.zookeeper.read(session, view -> {
            if (view == null || view.sessionExpired()) {
                again(change, view != null);
                return;
            }
            var transaction = change.apply(view);
            if (transaction != null) {
                cluster.zookeeper.submit(session, transaction, answer -> {
                    if (!(answer instanceof ZkAnswer.Applied)) {
                        again(change, answer instanceof ZkAnswer.SessionExpired);
                    }
                });
            }
        });
    }

    private void again(Function<ZkView, @Nullable Transaction> change, boolean expired) {
        if (expired) {
            session = cluster.zookeeper.connect(process, cluster.managerEnd());
        }
        process.in(AGAIN_NS, () -> untilDone(change));
    }

    private void tell(String text) {
        cluster.tell("manager", text);
    }
}
