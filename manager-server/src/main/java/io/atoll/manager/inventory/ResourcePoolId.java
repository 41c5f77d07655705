package io.atoll.manager.inventory;

import java.util.UUID;

/** Names a pool of processing power and memory in a cluster. */
public record ResourcePoolId(UUID value) implements Comparable<ResourcePoolId> {
    @Override
    public int compareTo(ResourcePoolId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
