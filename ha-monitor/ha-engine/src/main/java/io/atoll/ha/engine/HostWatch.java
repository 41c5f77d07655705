package io.atoll.ha.engine;

import io.atoll.ha.lease.ChannelWindow;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.proof.Evidence;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.model.PoolId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers about one host between two steps.
 *
 * @param slots the window of each pool on which the host renews
 * @param standing how it stands, by what could be read
 * @param noted what was read of it beside the windows
 * @param fallsNanos when it was found silent, isolated or without storage lately
 * @param asked when what was last asked for in this host's matter
 * @param incident the story that it is in; null: none
 */
public record HostWatch(
        ChannelWindow beat,
        SortedMap<PoolId, ChannelWindow> slots,
        Standing standing,
        Noted noted,
        List<Long> fallsNanos,
        Asked asked,
        @Nullable IncidentId incident) {
    static final HostWatch NEW = new HostWatch(
            ChannelWindow.UNREAD,
            new TreeMap<>(),
            new Standing(HostStanding.UNKNOWN, 0, null),
            Noted.NOTHING,
            List.of(),
            Asked.NOTHING,
            null);

    public HostWatch {
        slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
        fallsNanos = List.copyOf(fallsNanos);
    }

    /**
     * How it stands and since when.
     *
     * @param quarantinedUntilNanos it gets no VMs before; null: it may
     */
    public record Standing(
            HostStanding how, long sinceNanos, @Nullable Long quarantinedUntilNanos) {}

    /**
     * What was read beside the windows.
     *
     * @param failedReadNanos the start of the last fresh read that failed, so that it resets a window once only
     * @param evidenceSinceNanos when this evidence was first seen; null: it was there before this agent watched the host
     */
    public record Noted(
            @Nullable Long failedReadNanos,
            List<Evidence> evidence,
            @Nullable Long evidenceSinceNanos) {
        static final Noted NOTHING = new Noted(null, List.of(), null);

        public Noted {
            evidence = List.copyOf(evidence);
        }
    }

    /** When these decisions were last made for it; null: never. */
    public record Asked(
            @Nullable Long freshReadNanos,
            @Nullable Long takeOverNanos,
            @Nullable Long releaseNanos) {
        static final Asked NOTHING = new Asked(null, null, null);
    }

    HostWatch with(Asked other) {
        return new HostWatch(beat, slots, standing, noted, fallsNanos, other, incident);
    }

    /** Whether it gets no VMs because it came and went too often. */
    public boolean quarantined(long nowNanos) {
        return standing.quarantinedUntilNanos() != null && nowNanos - standing.quarantinedUntilNanos() < 0;
    }

    /** The lease that its holder lives by: the longest it announces anywhere. */
    Duration longestLease() {
        var longest = beat.value() == null ? Duration.ZERO : beat.value().lease();
        for (var window : slots.values()) {
            if (window.value() != null && window.value().lease().compareTo(longest) > 0) {
                longest = window.value().lease();
            }
        }
        return longest;
    }

    /** Whether every slot that can be read stands still since before its evidence was seen. */
    boolean stillSinceEvidence() {
        var since = noted.evidenceSinceNanos();
        return slots.values().stream()
                .allMatch(slot -> slot.value() == null || (since != null && slot.sinceNanos() - since <= 0));
    }

    /** Whether nothing that can be read of it has moved for longer than it ever stands still, the beat included. */
    boolean suspect(long nowNanos, LeaseTiming timing) {
        return beat.suspect(nowNanos, timing)
                && slots.values().stream().allMatch(slot -> slot.value() == null || slot.suspect(nowNanos, timing));
    }
}
