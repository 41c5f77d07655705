package io.atoll.manager.metrics;

import io.atoll.model.VmId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one guest's memory by the newest written step. */
public interface MemoryFigures {
    /** Empty where nothing was written in the two minutes before. */
    Optional<Reading> of(VmId vm, Instant now);

    /**
     * A guest's memory.
     *
     * @param residentBytes of the host's memory, by the process
     * @param dirtyBytesPerSecond how fast the guest writes to memory; null: not measured
     */
    record Reading(long residentBytes, @Nullable Long dirtyBytesPerSecond) {}
}
