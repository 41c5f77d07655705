package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import org.jspecify.annotations.Nullable;

/**
 * What a VM's owner last said of it.
 *
 * @param epoch under which it was said; it says nothing about a later owner
 * @param reason for people; null where there is nothing to add
 * @param version of the node, for {@link io.atoll.ha.zk.lease.OwnerAway.SaidSo}
 */
public record VmHaState(
        VmId vm,
        HostId host,
        VmEpoch epoch,
        Phase phase,
        @Nullable String reason,
        int version) {
    /** READY: the guest answers too. FAILED: it could not be started. GONE: it ended by itself. STOPPED: by order. */
    public enum Phase {
        STARTING,
        RUNNING,
        READY,
        FAILED,
        GONE,
        STOPPED
    }

    /** Reads the data of a VM's state node. */
    public static VmHaState read(String path, VmId vm, byte[] data, int version) {
        var node = NodeJson.read(path, data, Node.class);
        return new VmHaState(vm, HostId.parse(node.host), new VmEpoch(node.epoch), node.state, node.reason, version);
    }

    static byte[] data(HostId host, VmEpoch epoch, Phase phase, @Nullable String reason) {
        return NodeJson.write(new Node(host.toString(), epoch.value(), phase, reason));
    }

    /** The node's data. */
    record Node(
            String host, long epoch, Phase state, @Nullable String reason) {}
}
