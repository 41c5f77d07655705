package io.atoll.ha.lease;

import java.time.Duration;

/**
 * What a host writes with each renewal, on either channel. Two values that differ in anything are proof that the host lived in
 * between.
 *
 * @param lease the T that the holder lives by; a taker waits for this one, whatever its own is
 */
public record ChannelValue(BootId bootId, long sequence, Duration lease) {
    public static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

    public ChannelValue {
        if (lease.isNegative() || lease.isZero() || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException(
                    "The lease in a renewal (%s) must be above zero and at most %s.".formatted(lease, LONGEST_LEASE));
        }
    }
}
