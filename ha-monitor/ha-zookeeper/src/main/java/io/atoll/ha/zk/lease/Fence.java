package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host may renew its lease.
 *
 * @param leaderEpoch of the HA leader that raised it last; zero before the first time
 * @param by who wrote it: a host's id, or {@code admission}
 * @param proof why the host was held to be dead; null while the fence is open
 * @param version of the node; what the host's beats are conditional on
 */
public record Fence(
        HostId host,
        State state,
        LeaderEpoch leaderEpoch,
        String by,
        @Nullable String proof,
        int version) {
    /** Open: the host may renew. Fenced: its VMs were taken; it must have none running before it opens the fence. */
    public enum State {
        OPEN,
        FENCED
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    Fence at(int newVersion) {
        return new Fence(host, state, leaderEpoch, by, proof, newVersion);
    }

    /** Reads the data of a host's fence node. */
    public static Fence read(String path, HostId host, byte[] data, int version) {
        var node = NodeJson.read(path, data, Node.class);
        return new Fence(host, node.state, new LeaderEpoch(node.leaderEpoch), node.by, node.proof, version);
    }

    byte[] data() {
        return NodeJson.write(new Node(state, leaderEpoch.value(), by, proof));
    }

    /** The node's data. */
    record Node(
            State state,
            long leaderEpoch,
            String by,
            @Nullable String proof) {}
}
