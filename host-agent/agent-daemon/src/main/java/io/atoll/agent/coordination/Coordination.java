package io.atoll.agent.coordination;

import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.vm.Handover;
import io.atoll.agent.vm.OwnerCheck;
import io.atoll.ha.zk.HostAnnouncement;
import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerChange;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.Presence;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.ZookeeperTls;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's one connection to ZooKeeper, made anew for ever in the background. */
public final class Coordination implements OwnerCheck, Handover, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);

    private final HostId host;
    private final ZookeeperConnection connection;
    private final OwnerRegistry owners;
    private final VmStates states;
    private final Presence presence;

    private Coordination(HostId host, ZookeeperConnection connection, Presence presence) {
        this.host = host;
        this.connection = connection;
        this.owners = new OwnerRegistry(connection);
        this.states = new VmStates(connection);
        this.presence = presence;
    }

    /** Returns at once; connects and announces this host when ZooKeeper answers. {@code tls} null: plain, for tests. */
    public static Coordination open(AgentIdentity identity, @Nullable ZookeeperTls tls, HostAnnouncement announcement) {
        var settings =
                ZookeeperSettings.of(identity.zookeeperConnect(), UUID.fromString(identity.installationId()), tls);
        var connection = ZookeeperConnection.open(settings);
        connection.onConnectionChange(
                connected -> LOG.info("ZooKeeper {} connect={}", connected ? "connected" : "lost", settings.connect()));
        var presence = new HostRegistry(connection).announce(identity.hostId(), announcement);
        return new Coordination(identity.hostId(), connection, presence);
    }

    public ZookeeperConnection connection() {
        return connection;
    }

    public boolean connected() {
        return connection.connected();
    }

    @Override
    public void requireOwner(VmId vm, VmEpoch epoch) {
        try {
            var owner = owners.read(vm);
            if (owner.isPresent()
                    && owner.get().isOwnedBy(host)
                    && owner.get().epoch().equals(epoch)) {
                return;
            }
            throw new RefusedException(
                    RefusalCode.VM_NOT_OWNED,
                    owner.map(found -> "VM %s belongs to %s with epoch %s, not to this host with epoch %s."
                                    .formatted(
                                            vm,
                                            found.host() == null ? "nobody" : "host " + found.host(),
                                            found.epoch(),
                                            epoch))
                            .orElse("VM %s has no owner.".formatted(vm)),
                    "Claim it for this host first; then give the epoch of that claim.");
        } catch (ZookeeperUnavailableException e) {
            throw new RefusedException(
                    RefusalCode.COORDINATION_UNREACHABLE,
                    "ZooKeeper cannot be asked who owns VM %s, so it does not start.".formatted(vm),
                    e,
                    "Check that this host reaches ZooKeeper; VMs that run are not touched meanwhile.");
        }
    }

    @Override
    public Answer take(VmId vm, VmEpoch epoch) {
        try {
            var owner = owners.read(vm).orElse(null);
            if (owner == null || owner.epoch().next().isOlderThan(epoch)) {
                // A server that lags behind shows what was; epochs never shrink, so waiting tells.
                return new Answer.Unknown("ZooKeeper does not know epoch %s of VM %s yet".formatted(epoch, vm));
            }
            if (owner.isOwnedBy(host) && owner.epoch().equals(epoch)) {
                return new Answer.Owned();
            }
            var source = owner.host();
            if (source == null || !owner.epoch().next().equals(epoch)) {
                return new Answer.Lost(belongsTo(owner));
            }
            return switch (owners.transfer(vm, source, host, owner.epoch())) {
                case OwnerChange.Applied _ -> new Answer.Owned();
                case OwnerChange.Refused(var _, var reason) -> new Answer.Unknown(reason); // the next read tells
            };
        } catch (ZookeeperUnavailableException e) {
            return new Answer.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void tellThatItRuns(VmId vm, VmEpoch epoch) {
        try {
            var told = states.tell(vm, host, epoch, VmHaState.Phase.RUNNING, null);
            LOG.info("Told of an arrival vm={} epoch={} answer={}", vm, epoch, told);
        } catch (ZookeeperUnavailableException e) {
            LOG.info("An arrival is told of later vm={} epoch={} reason=\"{}\"", vm, epoch, e.getMessage());
        }
    }

    private static String belongsTo(Owner owner) {
        return "it belongs to %s with epoch %s"
                .formatted(owner.host() == null ? "nobody" : "host " + owner.host(), owner.epoch());
    }

    @Override
    public void close() {
        presence.close();
        connection.close();
    }
}
