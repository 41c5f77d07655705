package io.atoll.ha.sim.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several checks and writes that ZooKeeper does all or not at all. */
public final class Transaction {
    /** The version to expect of a node that must not exist. */
    public static final int ABSENT = -1;

    /** Whatever the version is. */
    public static final int ANY = -2;

    private final List<Part> parts = new ArrayList<>();

    /** @param writes whether the value is written, or the version only checked */
    record Part(
            Znode<?> node,
            int version,
            boolean writes,
            @Nullable Object value,
            @Nullable ZkSession ephemeralOwner) {}

    public Transaction check(Znode<?> node, int version) {
        parts.add(new Part(node, version, false, null, null));
        return this;
    }

    /** Writes {@code value} if the node is at {@code version}; {@link #ABSENT} creates it. */
    public <T> Transaction set(Znode<T> node, int version, T value) {
        parts.add(new Part(node, version, true, value, null));
        return this;
    }

    public <T> Transaction createEphemeral(Znode<T> node, ZkSession owner, T value) {
        parts.add(new Part(node, ABSENT, true, value, owner));
        return this;
    }

    public Transaction delete(Znode<?> node, int version) {
        parts.add(new Part(node, version, true, null, null));
        return this;
    }

    List<Part> parts() {
        return parts;
    }
}
