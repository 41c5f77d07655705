package io.atoll.drs.loop;

import java.time.Duration;

/**
 * How a cluster is balanced.
 *
 * @param coolDown how long a VM that was moved is left where it is
 * @param patience for how long a cluster has to be uneven before anybody moves; rules and limits are mended at once
 */
public record BalanceSettings(BalanceLevel level, Duration coolDown, Duration patience) {
    /** Half an hour between two moves of a VM, and three looks a minute apart. */
    public static final BalanceSettings USUAL =
            new BalanceSettings(BalanceLevel.USUAL, Duration.ofMinutes(30), Duration.ofMinutes(2));

    public BalanceSettings {
        if (coolDown.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "Cool-down (%s) and patience (%s) must not be negative.".formatted(coolDown, patience));
        }
    }

    public BalanceSettings at(BalanceLevel other) {
        return new BalanceSettings(other, coolDown, patience);
    }
}
