package io.atoll.ha.engine;

import io.atoll.ha.lease.ChannelWindow;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.model.PoolId;
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
 * @param failedReadNanos the start of the last fresh read that failed, so that it resets a window once only
 * @param fallsNanos when it was found silent, isolated or without storage lately
 * @param asked when what was last asked for in this host's matter
 * @param incident the story that it is in; null: none
 */
public record HostWatch(
        ChannelWindow beat,
        SortedMap<PoolId, ChannelWindow> slots,
        Standing standing,
        @Nullable Long failedReadNanos,
        List<Long> fallsNanos,
        Asked asked,
        @Nullable IncidentId incident) {
    static final HostWatch NEW = new HostWatch(
            ChannelWindow.UNREAD,
            new TreeMap<>(),
            new Standing(HostStanding.UNKNOWN, 0, null),
            null,
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

    /** When these decisions were last made for it; null: never. */
    public record Asked(
            @Nullable Long freshReadNanos,
            @Nullable Long takeOverNanos,
            @Nullable Long releaseNanos) {
        static final Asked NOTHING = new Asked(null, null, null);
    }
}
