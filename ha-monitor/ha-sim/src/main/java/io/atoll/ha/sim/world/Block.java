package io.atoll.ha.sim.world;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A block on a shared pool: what it holds, or that it does not check. */
public final class Block<T> {
    private @Nullable T value;
    private @Nullable T older;
    private boolean corrupt;
    private Consumer<T> onWritten = written -> {};

    /** What a read returned. {@code value} is null for a block never written; it says nothing when {@code corrupt}. */
    public record Content<T>(@Nullable T value, boolean corrupt) {}

    public Content<T> content() {
        return new Content<>(value, corrupt);
    }

    void write(T written) {
        if (older == null || value == null || !value.equals(written)) {
            older = value;
        }
        value = written;
        corrupt = false;
        onWritten.accept(written);
    }

    /** Who is told what was written, when it lands. */
    public void whenWritten(Consumer<T> listener) {
        onWritten = listener;
    }

    /** Its checksum does not fit any more, until it is written again. */
    public void corrupt() {
        corrupt = true;
    }

    /** What it held before comes back. */
    public void restoreOlder() {
        if (older != null) {
            value = older;
        }
    }

    /** For the checker, which sees everything. */
    public @Nullable T truth() {
        return value;
    }
}
