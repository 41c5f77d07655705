package io.atoll.manager.event;

import java.time.Instant;

/** Removes old events; called by a schedule. */
public interface EventRetention {
    /** Removes events that happened before {@code limit}; answers how many. */
    int removeBefore(Instant limit);
}
