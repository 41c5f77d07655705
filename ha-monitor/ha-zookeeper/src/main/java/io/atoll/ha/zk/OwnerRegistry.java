package io.atoll.ha.zk;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.ha.zk.Owner.DesiredState;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Who may run which VM. Every change is one versioned compare-and-set of {@code vms/<id>/owner}; the epoch grows with
 * every new owner and never shrinks. All changes are repeatable: the same call again gives the same answer.
 */
public final class OwnerRegistry {
    /** Each loss of a race means that somebody else's change went through, so more than a few are a fault elsewhere. */
    private static final int ATTEMPTS = 16;

    private final ZookeeperConnection connection;

    public OwnerRegistry(ZookeeperConnection connection) {
        this.connection = connection;
    }

    /** Empty: nobody ever owned this VM. */
    public Optional<Owner> read(VmId vm) {
        return perform("reading the owner of VM " + vm, () -> Optional.ofNullable(readVersioned(vm)))
                .map(Versioned::owner);
    }

    /** All VMs that ever had an owner and are not forgotten. */
    public SortedMap<VmId, Owner> readAll() {
        return perform("reading all owners", () -> {
            var owners = new TreeMap<VmId, Owner>();
            for (var child : connection
                    .client()
                    .getChildren()
                    .forPath(connection.layout().vms())) {
                var vm = VmId.parse(child);
                var found = readVersioned(vm);
                if (found != null) {
                    owners.put(vm, found.owner);
                }
            }
            return owners;
        });
    }

    /**
     * Makes {@code host} the owner with a new, higher epoch, to run the VM. Refused while another host owns it.
     *
     * @param operation names this claim: repeated with the same name it gives the same epoch again
     */
    public OwnerChange claim(VmId vm, HostId host, String operation) {
        return change("claiming VM " + vm, vm, current -> {
            if (current == null) {
                return write(new Owner(vm, host, new VmEpoch(1), DesiredState.RUNNING, operation));
            }
            if (current.isOwnedBy(host) && operation.equals(current.operation())) {
                return keep(current);
            }
            if (current.host() != null && !current.isOwnedBy(host)) {
                return refuse(
                        current, "host %s owns VM %s with epoch %s".formatted(current.host(), vm, current.epoch()));
            }
            return write(new Owner(vm, host, current.epoch().next(), DesiredState.RUNNING, operation));
        });
    }

    /**
     * Moves the VM from one owner to another with epoch {@code expectedEpoch + 1}. Refused unless {@code from} owns it
     * with exactly {@code expectedEpoch} (or this very change was made before).
     */
    public OwnerChange transfer(VmId vm, HostId from, HostId to, VmEpoch expectedEpoch) {
        return change("handing over VM " + vm, vm, current -> {
            if (current != null && current.isOwnedBy(to) && current.epoch().equals(expectedEpoch.next())) {
                return keep(current);
            }
            if (current == null || !current.isOwnedBy(from) || !current.epoch().equals(expectedEpoch)) {
                return refuse(
                        current, "VM %s is not owned by host %s with epoch %s".formatted(vm, from, expectedEpoch));
            }
            return write(new Owner(vm, to, expectedEpoch.next(), current.desired(), current.operation()));
        });
    }

    /**
     * Ends the ownership: nobody may run the VM until the next claim. The epoch stays and the next claim raises it.
     * Refused when another host, or this host with another epoch, owns it by now; that is no fault of the caller.
     */
    public OwnerChange release(VmId vm, HostId host, VmEpoch epoch) {
        return change("releasing VM " + vm, vm, current -> {
            if (current != null && current.host() == null && current.epoch().equals(epoch)) {
                return keep(current);
            }
            if (current == null || !current.isOwnedBy(host) || !current.epoch().equals(epoch)) {
                return refuse(current, "VM %s is not owned by host %s with epoch %s".formatted(vm, host, epoch));
            }
            return write(new Owner(vm, null, epoch, DesiredState.STOPPED, current.operation()));
        });
    }

    /** Removes what is known of a deleted VM; its id must never be used again. Refused while somebody owns it. */
    public OwnerChange forget(VmId vm) {
        return perform("forgetting VM " + vm, () -> {
            var found = readVersioned(vm);
            if (found != null && found.owner.host() != null) {
                return new OwnerChange.Refused(
                        found.owner, "host %s still owns VM %s".formatted(found.owner.host(), vm));
            }
            if (found != null) {
                deleteIfThere(connection.layout().owner(vm), found.version);
            }
            deleteIfThere(connection.layout().state(vm), -1);
            deleteIfThere(connection.layout().vm(vm), -1);
            return new OwnerChange.Applied(
                    found == null ? new Owner(vm, null, new VmEpoch(0), DesiredState.STOPPED, null) : found.owner);
        });
    }

    private OwnerChange change(String doing, VmId vm, Function<@Nullable Owner, Intent> decide) {
        return perform(doing, () -> {
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                var found = readVersioned(vm);
                switch (decide.apply(found == null ? null : found.owner)) {
                    case Answer(var answer) -> {
                        return answer;
                    }
                    case Write(var owner) -> {
                        if (compareAndSet(owner, found)) {
                            return new OwnerChange.Applied(owner);
                        }
                    }
                }
            }
            throw new IllegalStateException("Lost %d races in a row while %s.".formatted(ATTEMPTS, doing));
        });
    }

    /** False: somebody was faster, or an earlier attempt of ours went through unseen; look again. */
    private boolean compareAndSet(Owner owner, @Nullable Versioned expected) throws Exception {
        var path = connection.layout().owner(owner.vm());
        var data = NodeJson.write(Owner.Node.of(owner));
        try {
            if (expected == null) {
                connection.createIfMissing(connection.layout().vm(owner.vm()), new byte[0]);
                connection.client().create().forPath(path, data);
            } else {
                connection.client().setData().withVersion(expected.version).forPath(path, data);
            }
            return true;
        } catch (KeeperException.NodeExistsException
                | KeeperException.NoNodeException
                | KeeperException.BadVersionException _) {
            return false;
        }
    }

    private @Nullable Versioned readVersioned(VmId vm) throws Exception {
        var path = connection.layout().owner(vm);
        var stat = new Stat();
        try {
            var data = connection.client().getData().storingStatIn(stat).forPath(path);
            return new Versioned(NodeJson.read(path, data, Owner.Node.class).toOwner(vm), stat.getVersion());
        } catch (KeeperException.NoNodeException _) {
            return null;
        }
    }

    private void deleteIfThere(String path, int version) throws Exception {
        try {
            connection.client().delete().withVersion(version).forPath(path);
        } catch (KeeperException.NoNodeException _) {
            // Gone already.
        }
    }

    private static Intent write(Owner owner) {
        return new Write(owner);
    }

    private static Intent keep(Owner owner) {
        return new Answer(new OwnerChange.Applied(owner));
    }

    private static Intent refuse(@Nullable Owner current, String reason) {
        return new Answer(new OwnerChange.Refused(current, reason));
    }

    private record Versioned(Owner owner, int version) {}

    private sealed interface Intent {}

    private record Write(Owner owner) implements Intent {}

    private record Answer(OwnerChange change) implements Intent {}
}
