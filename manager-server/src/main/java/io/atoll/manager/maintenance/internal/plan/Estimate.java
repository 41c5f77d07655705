package io.atoll.manager.maintenance.internal.plan;

import org.jspecify.annotations.Nullable;

/**
 * Where the times and pauses of a plan come from.
 *
 * @param migrationCount how many measured migrations of the cluster they follow
 * @param bytesPerSecond how fast these copied, by their median; null: none was measured
 */
public record Estimate(
        Basis basis, int migrationCount, @Nullable Long bytesPerSecond) {
    /** Nobody has migrated yet in this cluster. */
    public static final Estimate ASSUMED = new Estimate(Basis.ASSUMED, 0, null);

    /** Names are API. */
    public enum Basis {
        /** The last migrations of this cluster, each VM's own where it has any. */
        MEASURED,
        /** The hosts' networks at full speed and guests that write nothing: a lower bound rather than a promise. */
        ASSUMED
    }
}
