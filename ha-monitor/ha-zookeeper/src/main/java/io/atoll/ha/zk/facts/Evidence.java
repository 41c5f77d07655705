package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.lease.Beat;
import io.atoll.model.HostId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Proof from outside that a host does not run any VM.
 *
 * @param bootId of the host's kernel it is about; a host that has started anew since lives
 * @param beatVersion of the host's beat node when it was said; a host that has beaten since lives, and the statement is over. The
 *     version never comes back. {@link #NO_BEAT} where an older version wrote it: it proves nothing
 * @param by who says so: a user, or the power switch
 */
public record Evidence(HostId host, String bootId, int beatVersion, Kind kind, String by, String detail, Instant at) {
    /** The version that no beat has. */
    public static final int NO_BEAT = -1;

    /** Somebody has said that the host is off; its power switch has answered that it is off. */
    public enum Kind {
        OPERATOR_SAYS_OFF,
        POWER_CONFIRMED_OFF
    }

    /** Reads the data of a host's evidence node. */
    public static Evidence read(String path, HostId host, byte[] data) {
        var node = NodeJson.read(path, data, Node.class);
        return new Evidence(
                host,
                node.bootId,
                node.beatVersion == null ? NO_BEAT : node.beatVersion,
                node.kind,
                node.by,
                node.detail,
                Instant.ofEpochMilli(node.atMs));
    }

    /** Whether it still says something: this is the host's last beat. */
    public boolean holdsFor(Beat last) {
        return bootId.equals(last.bootId()) && beatVersion == last.version();
    }

    byte[] data() {
        return NodeJson.write(new Node(bootId, beatVersion, kind, by, detail, at.toEpochMilli()));
    }

    /** The node's data. */
    record Node(String bootId, @Nullable Integer beatVersion, Kind kind, String by, String detail, long atMs) {}
}
