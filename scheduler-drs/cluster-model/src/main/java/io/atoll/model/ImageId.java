package io.atoll.model;

import java.util.UUID;

/** Identifies one image that disks are cloned from. */
public record ImageId(UUID value) implements Comparable<ImageId> {
    /** Reads the canonical form, 8-4-4-4-12 hexadecimal digits in either case; anything else is refused with the reason. */
    public static ImageId parse(String text) {
        return new ImageId(CanonicalUuid.parse("image id", text));
    }

    @Override
    public int compareTo(ImageId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    /** The canonical form in lower case; safe as a file name. */
    @Override
    public String toString() {
        return value.toString();
    }
}
