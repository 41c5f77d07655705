package io.atoll.manager.power.internal.wake;

import io.atoll.manager.power.PowerKind;
import io.atoll.manager.power.Wakeability;
import io.atoll.manager.power.Wakeability.NotWakeable;
import io.atoll.manager.power.Wakeability.Reason;
import io.atoll.manager.power.Wakeability.Wakeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A host's wakes, the newest first, and what they promise. Pure. */
public record WakeBook(List<WakeAttempt> attempts) {
    /** How many wakes of a host are kept. */
    public static final int KEPT = 20;

    /**
     * The longest of so many counts: who plans with a mean waits too long every other time, and a single slow boot (a disk check,
     * a firmware update) is to be forgotten some day.
     */
    public static final int LEARNT_FROM = 5;

    public static final WakeBook EMPTY = new WakeBook(List.of());

    public WakeBook {
        attempts = List.copyOf(attempts);
    }

    /**
     * What is to be expected when the host is told to wake.
     *
     * @param kind how the host's power is controlled; null: not at all
     * @param configuredAt since when it is controlled like this; what came before tells nothing of this control
     */
    public Wakeability judge(@Nullable PowerKind kind, Instant configuredAt) {
        if (kind == null) {
            return new NotWakeable(Reason.NO_CONTROL, "Nobody has said how the host's power is controlled.");
        }
        var counted = attempts.stream()
                .filter(attempt -> attempt.at().isAfter(configuredAt))
                .toList();
        if (counted.isEmpty()) {
            return new NotWakeable(
                    Reason.NEVER_WOKEN,
                    "It has not been woken since its power control was set; test-wake tries whether it can be.");
        }
        var failure = counted.getFirst().failure();
        if (failure != null) {
            return new NotWakeable(Reason.LAST_WAKE_FAILED, failure.detail());
        }
        return learned(counted);
    }

    private static Wakeable learned(List<WakeAttempt> counted) {
        var times = counted.stream()
                .map(WakeAttempt::took)
                .filter(Objects::nonNull)
                .limit(LEARNT_FROM)
                .toList();
        return new Wakeable(times.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO), times.size());
    }
}
