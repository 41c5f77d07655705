package io.atoll.manager.drs.internal;

import io.atoll.drs.loop.BalanceLevel;
import io.atoll.drs.loop.BalanceSettings;
import io.atoll.manager.drs.DrsMode;
import io.atoll.model.ClusterId;
import java.time.Duration;

/**
 * What people want of DRS in a cluster.
 *
 * @param level from 1 (mends only what must not be) to 5 (the most even)
 * @param coolDownMinutes how long a VM that was moved is left where it is
 * @param patienceMinutes for how long a cluster has to be uneven before anybody moves
 */
public record DrsSettings(
        ClusterId cluster, long revision, DrsMode mode, int level, int coolDownMinutes, int patienceMinutes) {
    public static final int LONGEST_COOL_DOWN_MINUTES = 1_440;
    public static final int LONGEST_PATIENCE_MINUTES = 60;

    /** A cluster's before anybody has set it. */
    public static DrsSettings untouched(ClusterId cluster) {
        var usual = BalanceSettings.USUAL;
        return new DrsSettings(
                cluster,
                0,
                DrsMode.OFF,
                usual.level().number(),
                (int) usual.coolDown().toMinutes(),
                (int) usual.patience().toMinutes());
    }

    /** The same under the next revision. */
    DrsSettings revised() {
        return new DrsSettings(cluster, revision + 1, mode, level, coolDownMinutes, patienceMinutes);
    }

    public BalanceSettings forRounds() {
        return new BalanceSettings(
                BalanceLevel.of(level), Duration.ofMinutes(coolDownMinutes), Duration.ofMinutes(patienceMinutes));
    }
}
