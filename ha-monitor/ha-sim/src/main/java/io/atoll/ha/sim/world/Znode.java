package io.atoll.ha.sim.world;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node in the simulated ZooKeeper, with the last values it had, because a server may lag behind. */
public final class Znode<T> {
    private static final int KEPT = 16;

    private final String path;
    private final long[] zxids = new long[KEPT];
    private final @Nullable Object[] values = new Object[KEPT];
    private final int[] versions = new int[KEPT];
    private int newest;
    private int count = 1;
    private @Nullable Consumer<T> listener;

    /** What a server says of a node. {@code value} is null while the node does not exist. */
    public record Seen<T>(@Nullable T value, int version) {}

    /** A node that does not exist yet. */
    public Znode(String path) {
        this.path = path;
        versions[0] = -1;
    }

    public String path() {
        return path;
    }

    /** The committed version; -1 while the node does not exist. */
    int version() {
        return versions[newest];
    }

    boolean exists() {
        return values[newest] != null;
    }

    void write(long zxid, @Nullable Object value) {
        var version = versions[newest] + 1;
        newest = (newest + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
        zxids[newest] = zxid;
        values[newest] = value;
        versions[newest] = value == null ? -1 : version;
        if (listener != null && value != null) {
            @SuppressWarnings("unchecked")
            var written = (T) value;
            listener.accept(written);
        }
    }

    /** For the checker, which hears of every write when it is committed. */
    public void whenWritten(Consumer<T> told) {
        listener = told;
    }

    /** The value as of {@code zxid}; the oldest one kept when that is longer ago. */
    Seen<T> asOf(long zxid) {
        var place = newest;
        for (var back = 1; back < count && zxids[place] > zxid; back++) {
            place = (place + KEPT - 1) % KEPT;
        }
        @SuppressWarnings("unchecked")
        var value = (T) values[place];
        return new Seen<>(value, versions[place]);
    }

    /** The value that is committed: for the checker, which sees everything. */
    public Seen<T> committed() {
        return asOf(Long.MAX_VALUE);
    }
}
