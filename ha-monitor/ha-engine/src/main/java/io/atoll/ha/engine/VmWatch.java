package io.atoll.ha.engine;

import io.atoll.ha.facts.Ownership;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers about one VM between two steps.
 *
 * @param failures its record, as its hosts reported it
 * @param seen how it was last seen
 * @param waitsSinceNanos since when it waits for those it starts after; null: it does not
 * @param pending the last order that the facts do not show yet; null: there is none
 * @param incident the story that it is in; null: none
 */
public record VmWatch(
        Failures failures,
        Seen seen,
        @Nullable Long waitsSinceNanos,
        @Nullable Pending pending,
        @Nullable IncidentId incident) {

    /** A VM that is seen for the first time. */
    static VmWatch of(Ownership owner, long nowNanos) {
        var failures = Failures.NONE.atLeast(owner.failures());
        return new VmWatch(failures, new Seen(owner.epoch(), nowNanos, null, false), null, null, null);
    }

    VmWatch with(Failures other) {
        return new VmWatch(other, seen, waitsSinceNanos, pending, incident);
    }

    VmWatch with(Seen other) {
        return new VmWatch(failures, other, waitsSinceNanos, pending, incident);
    }

    VmWatch waiting(@Nullable Long sinceNanos) {
        return new VmWatch(failures, seen, sinceNanos, pending, incident);
    }

    VmWatch with(@Nullable Pending other) {
        return new VmWatch(failures, seen, waitsSinceNanos, other, incident);
    }

    VmWatch in(@Nullable IncidentId other) {
        return new VmWatch(failures, seen, waitsSinceNanos, pending, other);
    }

    /**
     * Its failures.
     *
     * @param count in a row
     * @param countedEpoch the epoch of the last failure that was counted; null: none
     * @param notBeforeNanos it is not tried again earlier; null: it may be
     * @param avoids the host where the last start failed; null: it may go anywhere
     * @param lockedSinceNanos since when its image is locked, so that it cannot start; null: it is not, as far as known
     */
    public record Failures(
            int count,
            @Nullable VmEpoch countedEpoch,
            @Nullable Long notBeforeNanos,
            @Nullable HostId avoids,
            @Nullable Long lockedSinceNanos) {
        static final Failures NONE = new Failures(0, null, null, null, null);

        /** An agent that did not see all of them, or has just started, learns of them from the owner node. */
        Failures atLeast(int known) {
            return count >= known ? this : new Failures(known, countedEpoch, notBeforeNanos, avoids, lockedSinceNanos);
        }

        /** The same, and its image is free again. */
        Failures unlocked() {
            return lockedSinceNanos == null ? this : new Failures(count, countedEpoch, null, avoids, null);
        }
    }

    /**
     * How it was last seen.
     *
     * @param sinceNanos when this epoch was first seen
     * @param upSinceNanos since when it runs at this epoch; null: it does not
     */
    public record Seen(
            VmEpoch epoch, long sinceNanos, @Nullable Long upSinceNanos, boolean ready) {}

    /** An order for it: given when, at which epoch of the owner, to which host. */
    public record Pending(long sinceNanos, VmEpoch epoch, HostId target) {}
}
