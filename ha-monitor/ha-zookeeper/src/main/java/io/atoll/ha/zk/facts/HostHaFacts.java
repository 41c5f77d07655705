package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of itself for HA; changes seldom.
 *
 * @param name for people
 * @param bootId of the running kernel; evidence of a dead host is bound to it
 * @param notEffective why VMs of this host would not be restarted, or it could not restart others; empty: all is well
 * @param memory for highly available VMs: what others on this host use is taken off already
 * @param slotPools pools on which the host keeps a living slot
 * @param networks it can connect VMs to
 * @param lease T, how long the host may run VMs after its last counted renewal
 * @param guestNetworkUp false: its guests are cut off from everybody else, although the host is not
 */
public record HostHaFacts(
        HostId host,
        String name,
        String bootId,
        List<String> notEffective,
        Mebibytes memory,
        int cpuCount,
        SortedSet<PoolId> slotPools,
        SortedSet<NetworkId> networks,
        Duration lease,
        boolean guestNetworkUp) {
    public boolean effective() {
        return notEffective.isEmpty();
    }

    /** Reads the data of a host's facts node. */
    public static HostHaFacts read(String path, HostId host, byte[] data) {
        var node = NodeJson.read(path, data, Node.class);
        return new HostHaFacts(
                host,
                node.name,
                node.bootId,
                node.notEffective == null ? List.of() : List.copyOf(node.notEffective),
                new Mebibytes(node.memoryMiB),
                node.cpuCount,
                Protection.parseAll(node.slotPools, PoolId::parse),
                Protection.parseAll(node.networks, NetworkId::parse),
                Duration.ofMillis(node.leaseMs),
                node.guestNetworkUp == null || node.guestNetworkUp);
    }

    /** For the host itself: makes this known. Repeatable. */
    public void publish(ZookeeperConnection connection) {
        var nodes = new JsonNodes(connection);
        nodes.put("telling the HA facts of host " + host, nodes.layout().hostFacts(host), data());
    }

    /** Empty: the host has never told. */
    public static Optional<HostHaFacts> read(ZookeeperConnection connection, HostId host) {
        var nodes = new JsonNodes(connection);
        return nodes.read(
                "reading the HA facts of host " + host,
                nodes.layout().hostFacts(host),
                (path, data, _) -> read(path, host, data));
    }

    private byte[] data() {
        return NodeJson.write(new Node(
                name,
                bootId,
                notEffective,
                memory.value(),
                cpuCount,
                slotPools.stream().map(PoolId::toString).toList(),
                networks.stream().map(NetworkId::toString).toList(),
                lease.toMillis(),
                guestNetworkUp));
    }

    /** The node's data. */
    record Node(
            String name,
            String bootId,
            @Nullable List<String> notEffective,
            long memoryMiB,
            int cpuCount,
            @Nullable List<String> slotPools,
            @Nullable List<String> networks,
            long leaseMs,
            @Nullable Boolean guestNetworkUp) {}
}
