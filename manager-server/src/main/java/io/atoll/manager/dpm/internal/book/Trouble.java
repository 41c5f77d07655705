package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a host, which is not parked for that reason.
 *
 * @param reason with the figures; its codes are stable, and each has a text in the console
 * @param until it is not parked before; null: not before somebody has woken it for a test
 */
public record Trouble(
        HostId host,
        ClusterId cluster,
        DpmReason reason,
        Instant at,
        @Nullable Instant until) {
    /** The reason with the times of which its text speaks. */
    public DpmReason timedReason() {
        var since = reason.with("at", at);
        return until == null ? since : since.with("until", until);
    }

    /** Whether it still counts at a time. A clock that was set back does not keep a host awake for ever. */
    public boolean holds(Instant now) {
        return until == null || (now.isBefore(until) && !now.isBefore(at.minusSeconds(60)));
    }
}
