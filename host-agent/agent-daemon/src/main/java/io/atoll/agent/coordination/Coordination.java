package io.atoll.agent.coordination;

import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.vm.OwnerCheck;
import io.atoll.ha.zk.HostAnnouncement;
import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.Presence;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.ZookeeperTls;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's one connection to ZooKeeper, made anew for ever in the background. */
public final class Coordination implements OwnerCheck, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);

    private final HostId host;
    private final ZookeeperConnection connection;
    private final OwnerRegistry owners;
    private final Presence presence;

    private Coordination(HostId host, ZookeeperConnection connection, Presence presence) {
        this.host = host;
        this.connection = connection;
        this.owners = new OwnerRegistry(connection);
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
    public void close() {
        presence.close();
        connection.close();
    }
}
