package io.atoll.ha.storage;

import java.util.List;

/**
 * Whether a pool can carry leases.
 *
 * @param missing what it lacks, each one sentence for people; empty when it can
 */
public record HaCapability(List<String> missing) {
    public HaCapability {
        missing = List.copyOf(missing);
    }

    public boolean isCapable() {
        return missing.isEmpty();
    }
}
