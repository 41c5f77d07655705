package io.atoll.model;

import java.util.UUID;

/** Identifies one cluster network. */
public record NetworkId(UUID value) implements Comparable<NetworkId> {
    /** Reads the canonical form, 8-4-4-4-12 hexadecimal digits in either case; anything else is refused with the reason. */
    public static NetworkId parse(String text) {
        return new NetworkId(CanonicalUuid.parse("network id", text));
    }

    @Override
    public int compareTo(NetworkId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    /** The canonical form in lower case; safe as a file name. */
    @Override
    public String toString() {
        return value.toString();
    }
}
