package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.HostId;
import java.time.Instant;

/**
 * Proof from outside that a host does not run any VM.
 *
 * @param bootId of the host's kernel it is about; a host that has started anew since lives
 * @param by who says so: a user, or the power switch
 */
public record Evidence(HostId host, String bootId, Kind kind, String by, String detail, Instant at) {
    /** Somebody has said that the host is off; its power switch has answered that it is off. */
    public enum Kind {
        OPERATOR_SAYS_OFF,
        POWER_CONFIRMED_OFF
    }

    /** Reads the data of a host's evidence node. */
    public static Evidence read(String path, HostId host, byte[] data) {
        var node = NodeJson.read(path, data, Node.class);
        return new Evidence(host, node.bootId, node.kind, node.by, node.detail, Instant.ofEpochMilli(node.atMs));
    }

    byte[] data() {
        return NodeJson.write(new Node(bootId, kind, by, detail, at.toEpochMilli()));
    }

    /** The node's data. */
    record Node(String bootId, Kind kind, String by, String detail, long atMs) {}
}
