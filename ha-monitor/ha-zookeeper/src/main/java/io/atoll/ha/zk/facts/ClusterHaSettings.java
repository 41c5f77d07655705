package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How HA works in one cluster.
 *
 * @param hosts of the cluster and what HA may do with each
 * @param stormPercent when more of the hosts are silent at once, time is no proof
 * @param startsPerHost how many VMs start on a host at once
 * @param mostAttempts after which a VM that does not start is left alone until somebody looks
 * @param storageLossDelay how long a host's storage must be away before its VMs are moved
 */
public record ClusterHaSettings(
        ClusterId cluster,
        boolean enabled,
        SortedMap<HostId, HostUse> hosts,
        int stormPercent,
        int startsPerHost,
        int mostAttempts,
        Duration storageLossDelay) {
    /** NO_NEW_VMS: in maintenance, or held back for another reason; its own VMs are looked after all the same. */
    public enum HostUse {
        ACCEPTS_VMS,
        NO_NEW_VMS
    }

    public ClusterHaSettings {
        if (stormPercent < 1 || stormPercent > 100) {
            throw new IllegalArgumentException(
                    "The storm guard (%d %%) must be between 1 and 100 %%. Maybe use 30.".formatted(stormPercent));
        }
        if (startsPerHost < 1 || mostAttempts < 1) {
            throw new IllegalArgumentException("Starts per host (%d) and attempts (%d) must be at least 1."
                    .formatted(startsPerHost, mostAttempts));
        }
    }

    /** The usual: 30 % storm guard, 4 starts at once, 5 attempts, 60 s of storage loss. */
    public static ClusterHaSettings usual(ClusterId cluster, SortedMap<HostId, HostUse> hosts) {
        return new ClusterHaSettings(cluster, true, hosts, 30, 4, 5, Duration.ofSeconds(60));
    }

    /** Reads the data of a cluster's settings node. */
    public static ClusterHaSettings read(String path, ClusterId cluster, byte[] data) {
        var node = NodeJson.read(path, data, Node.class);
        var hosts = new TreeMap<HostId, HostUse>();
        if (node.hosts != null) {
            node.hosts.forEach((host, use) -> hosts.put(HostId.parse(host), use));
        }
        return new ClusterHaSettings(
                cluster,
                node.enabled,
                hosts,
                node.stormPercent,
                node.startsPerHost,
                node.mostAttempts,
                Duration.ofMillis(node.storageLossDelayMs));
    }

    byte[] data() {
        var named = new TreeMap<String, HostUse>();
        hosts.forEach((host, use) -> named.put(host.toString(), use));
        return NodeJson.write(
                new Node(enabled, named, stormPercent, startsPerHost, mostAttempts, storageLossDelay.toMillis()));
    }

    /** The node's data. */
    record Node(
            boolean enabled,
            @Nullable Map<String, HostUse> hosts,
            int stormPercent,
            int startsPerHost,
            int mostAttempts,
            long storageLossDelayMs) {}
}
