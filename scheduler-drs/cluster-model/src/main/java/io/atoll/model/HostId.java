package io.atoll.model;

import java.util.UUID;

/** Identifies one virtualization host for its whole life, whatever its name or address. */
public record HostId(UUID value) implements Comparable<HostId> {
    /** Reads the canonical form, 8-4-4-4-12 hexadecimal digits in either case; anything else is refused with the reason. */
    public static HostId parse(String text) {
        return new HostId(CanonicalUuid.parse("host id", text));
    }

    @Override
    public int compareTo(HostId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    /** The canonical form in lower case; safe as a file name. */
    @Override
    public String toString() {
        return value.toString();
    }
}
