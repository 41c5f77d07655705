package io.atoll.model;

import java.util.UUID;

/** Identifies one cluster of hosts. */
public record ClusterId(UUID value) implements Comparable<ClusterId> {
    /** Reads the canonical form, 8-4-4-4-12 hexadecimal digits in either case; anything else is refused with the reason. */
    public static ClusterId parse(String text) {
        return new ClusterId(CanonicalUuid.parse("cluster id", text));
    }

    @Override
    public int compareTo(ClusterId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    /** The canonical form in lower case; safe as a file name. */
    @Override
    public String toString() {
        return value.toString();
    }
}
