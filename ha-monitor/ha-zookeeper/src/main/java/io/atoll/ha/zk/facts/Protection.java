package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.ClusterId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How HA treats a VM, and all it needs to start it on another host while the manager is away.
 *
 * @param waitFor VMs that must be ready, or have failed for good, before this one starts
 * @param pool where its folder with the signed spec is
 * @param specSha256 of the signed spec file, lower-case hexadecimal
 * @param networks it must be connected to
 */
public record Protection(
        VmId vm,
        ClusterId cluster,
        Priority priority,
        SortedSet<VmId> waitFor,
        Policies policies,
        PoolId pool,
        String specSha256,
        Mebibytes memory,
        int vcpuCount,
        SortedSet<NetworkId> networks) {
    /** In which order VMs start when there is more to start than can start at once. */
    public enum Priority {
        HIGHEST,
        HIGH,
        MEDIUM,
        LOW,
        LOWEST
    }

    /** What to do with the VM of a host that its management network is cut off from. */
    public enum IsolationPolicy {
        KEEP_RUNNING,
        STOP_AND_RESTART_ELSEWHERE
    }

    /** What to do with the VM of a host that has lost its storage. */
    public enum StorageLossPolicy {
        KEEP_PAUSED,
        RESTART_ELSEWHERE
    }

    /** When a VM counts as failed while its host is well. */
    public enum HealthPolicy {
        PROCESS_ENDS,
        PROCESS_ENDS_OR_GUEST_CRASHES,
        GUEST_STOPS_ANSWERING
    }

    /** What to do about which trouble. */
    public record Policies(IsolationPolicy isolation, StorageLossPolicy storageLoss, HealthPolicy health) {}

    public Protection {
        if (!specSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "The SHA-256 of VM %s's spec (%s) must be 64 lower-case hexadecimal digits."
                            .formatted(vm, specSha256));
        }
        if (vcpuCount < 1) {
            throw new IllegalArgumentException(
                    "The number of vCPUs of VM %s (%d) must be at least 1.".formatted(vm, vcpuCount));
        }
    }

    /** Reads the data of a VM's protection node. */
    public static Protection read(String path, VmId vm, byte[] data) {
        return NodeJson.read(path, data, Node.class).toProtection(vm);
    }

    byte[] data() {
        return NodeJson.write(new Node(
                cluster.toString(),
                priority,
                waitFor.stream().map(VmId::toString).toList(),
                policies.isolation,
                policies.storageLoss,
                policies.health,
                pool.toString(),
                specSha256,
                memory.value(),
                vcpuCount,
                networks.stream().map(NetworkId::toString).toList()));
    }

    static <T extends Comparable<T>> SortedSet<T> parseAll(
            @Nullable Collection<String> texts, Function<String, T> parse) {
        var all = new TreeSet<T>();
        if (texts != null) {
            texts.forEach(text -> all.add(parse.apply(text)));
        }
        return all;
    }

    /** The node's data. */
    record Node(
            String cluster,
            Priority priority,
            @Nullable List<String> waitFor,
            IsolationPolicy isolation,
            StorageLossPolicy storageLoss,
            HealthPolicy health,
            String pool,
            String specSha256,
            long memoryMiB,
            int vcpuCount,
            @Nullable List<String> networks) {
        private Protection toProtection(VmId vm) {
            return new Protection(
                    vm,
                    ClusterId.parse(cluster),
                    priority,
                    parseAll(waitFor, VmId::parse),
                    new Policies(isolation, storageLoss, health),
                    PoolId.parse(pool),
                    specSha256,
                    new Mebibytes(memoryMiB),
                    vcpuCount,
                    parseAll(networks, NetworkId::parse));
        }
    }
}
