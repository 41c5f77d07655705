package io.atoll.manager.power.internal;

import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.internal.driver.PowerSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host's power control as it is kept.
 *
 * @param configuredAt since when it is this control; what was seen and done before was so by another
 */
record StoredPower(
        PowerSettings settings,
        PowerLimits limits,
        @Nullable Seen seen,
        @Nullable Failure failure,
        long revision,
        Instant configuredAt,
        Instant updatedAt) {
    /** The last look that came to something. */
    record Seen(PowerReading.State state, String detail, Instant at) {}

    /** Why the last look or order came to nothing; gone with the next success. */
    record Failure(String code, String detail) {}
}
