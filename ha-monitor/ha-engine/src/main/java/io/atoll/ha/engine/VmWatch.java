package io.atoll.ha.engine;

import io.atoll.ha.timeline.IncidentId;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers about one VM between two steps.
 *
 * @param failures its record, as its hosts reported it
 * @param upSinceNanos since when it runs; null: it does not
 * @param waitsSinceNanos since when it waits for those it starts after; null: it does not
 * @param pending the last order that the facts do not show yet
 */
public record VmWatch(
        Failures failures,
        @Nullable Long upSinceNanos,
        @Nullable Long waitsSinceNanos,
        @Nullable Pending pending,
        @Nullable IncidentId incident) {
    static final VmWatch NEW = new VmWatch(new Failures(0, null, null, null), null, null, null, null);

    /**
     * Its failures.
     *
     * @param count in a row
     * @param countedEpoch the epoch of the last failure that was counted; null: none
     * @param notBeforeNanos it is not tried again earlier; null: it may be
     * @param avoids the host where the last start failed; null: it may go anywhere
     */
    public record Failures(
            int count,
            @Nullable VmEpoch countedEpoch,
            @Nullable Long notBeforeNanos,
            @Nullable HostId avoids) {}

    /** An order for it: given when, at which epoch of the owner, to which host. */
    public record Pending(long sinceNanos, VmEpoch epoch, HostId target) {}
}
