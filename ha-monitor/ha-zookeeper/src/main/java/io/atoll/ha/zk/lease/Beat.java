package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.HostId;

/**
 * The last renewal a host wrote.
 *
 * @param version of the node; whoever takes the host's VMs makes sure that it has not changed
 */
public record Beat(HostId host, String bootId, long seq, int version) {
    /** Reads the data of a host's beat node. */
    public static Beat read(String path, HostId host, byte[] data, int version) {
        var node = NodeJson.read(path, data, Node.class);
        return new Beat(host, node.bootId, node.seq, version);
    }

    static byte[] data(String bootId, long seq) {
        return NodeJson.write(new Node(bootId, seq));
    }

    /** The node's data. */
    record Node(String bootId, long seq) {}
}
