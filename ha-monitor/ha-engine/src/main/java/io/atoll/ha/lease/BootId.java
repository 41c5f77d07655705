package io.atoll.ha.lease;

import java.util.UUID;

/** Identifies one run of a host's kernel: evidence about a run says nothing about the next one. */
public record BootId(UUID value) implements Comparable<BootId> {
    @Override
    public int compareTo(BootId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
