package io.atoll.model;

import java.util.UUID;

/** Identifies one virtual machine for its whole life, on whichever host it runs. */
public record VmId(UUID value) implements Comparable<VmId> {
    /** Reads the canonical form, 8-4-4-4-12 hexadecimal digits in either case; anything else is refused with the reason. */
    public static VmId parse(String text) {
        return new VmId(CanonicalUuid.parse("VM id", text));
    }

    @Override
    public int compareTo(VmId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    /** The canonical form in lower case; safe as a file name. */
    @Override
    public String toString() {
        return value.toString();
    }
}
