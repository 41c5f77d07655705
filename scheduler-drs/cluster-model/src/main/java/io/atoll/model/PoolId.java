package io.atoll.model;

import java.util.UUID;

/** Identifies one storage pool, on every host it is attached to. */
public record PoolId(UUID value) implements Comparable<PoolId> {
    /** Reads the canonical form, 8-4-4-4-12 hexadecimal digits in either case; anything else is refused with the reason. */
    public static PoolId parse(String text) {
        return new PoolId(CanonicalUuid.parse("pool id", text));
    }

    @Override
    public int compareTo(PoolId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    /** The canonical form in lower case; safe as a file name. */
    @Override
    public String toString() {
        return value.toString();
    }
}
