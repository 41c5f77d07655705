package io.atoll.ha.zk.facts;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.NodeLayout;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.Transactions;
import io.atoll.ha.zk.Transactions.Outcome;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** How protected VMs fare, told by the host that owns them. */
public final class VmStates {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ZookeeperConnection connection;
    private final Transactions transactions;
    private final NodeLayout layout;
    private final JsonNodes nodes;

    public VmStates(ZookeeperConnection connection) {
        this.connection = connection;
        this.transactions = new Transactions(connection);
        this.layout = connection.layout();
        this.nodes = new JsonNodes(connection);
    }

    /** What came of telling a VM's state. */
    public sealed interface Told {
        record Written() implements Told {}

        /** The VM has another owner or epoch by now, so this host has nothing to say of it; null: nobody ever owned it. */
        record NotOwner(@Nullable Owner now) implements Told {}

        /** HA does not look after this VM, so nobody wants to know. */
        record NotProtected() implements Told {}

        /** Not written, or not known to be; tell it again. */
        record Unknown(String reason) implements Told {}
    }

    /** Tells the state of a VM that {@code host} owns with {@code epoch}, if it still does. Repeatable. */
    public Told tell(VmId vm, HostId host, VmEpoch epoch, VmHaState.Phase phase, @Nullable String reason) {
        return perform("telling the state of VM " + vm, () -> {
            var stat = new Stat();
            var owner = owner(vm, stat);
            if (owner == null || !owner.isOwnedBy(host) || !owner.epoch().equals(epoch)) {
                return new Told.NotOwner(owner);
            }
            var write = List.of(
                    Op.check(layout.owner(vm), stat.getVersion()),
                    Op.setData(layout.state(vm), VmHaState.data(host, epoch, phase, reason), -1));
            return switch (transactions.commit(write, LIMIT)) {
                case Outcome.Committed _ -> new Told.Written();
                case Outcome.Rejected(var index, var _) when index == 0 -> new Told.NotOwner(owner(vm, stat));
                case Outcome.Rejected(var _, var code) when code == Code.NONODE -> new Told.NotProtected();
                case Outcome.Rejected(var _, var code) ->
                    new Told.Unknown("ZooKeeper refuses the state of VM %s: %s.".formatted(vm, code));
                case Outcome.NotSent(var why) -> new Told.Unknown(why);
                case Outcome.Unanswered(var why) -> new Told.Unknown(why);
            };
        });
    }

    /** Empty: nothing was ever said, or HA does not look after the VM. */
    public Optional<VmHaState> read(VmId vm) {
        return nodes.read(
                "reading the state of VM " + vm,
                layout.state(vm),
                (path, data, version) -> VmHaState.read(path, vm, data, version));
    }

    private @Nullable Owner owner(VmId vm, Stat stat) throws Exception {
        var path = layout.owner(vm);
        try {
            var data = connection.client().getData().storingStatIn(stat).forPath(path);
            return NodeJson.read(path, data, Owner.Node.class).toOwner(vm);
        } catch (KeeperException.NoNodeException _) {
            return null;
        }
    }
}
