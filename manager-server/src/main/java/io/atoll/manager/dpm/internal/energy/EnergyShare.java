package io.atoll.manager.dpm.internal.energy;

import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerFacts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one host drew and saved in a short time, and how that is known. Pure.
 *
 * @param drawnWh nothing where nobody knows; the seconds say so
 * @param savedWh what it would have drawn idle, less what it drew asleep
 * @param measuredSeconds time in which all that counts was measured
 * @param modelledSeconds time in which some of it was reckoned from what somebody has set
 * @param unknownSeconds time of which nobody can tell
 */
record EnergyShare(
        double drawnWh,
        double savedWh,
        double measuredSeconds,
        double modelledSeconds,
        double unknownSeconds,
        double asleepSeconds) {
    private static final double SECONDS_PER_HOUR = 3_600;
    private static final double MILLIS_PER_SECOND = 1_000;

    static EnergyShare of(PowerFacts facts, @Nullable ParkedHost parked, Duration passed) {
        var seconds = passed.toMillis() / MILLIS_PER_SECOND;
        var watts = facts.draw().watts();
        var asleep = parked == null || parked.state() != ParkedState.ASLEEP ? null : parked;
        if (watts == null) {
            return new EnergyShare(0, 0, 0, 0, seconds, asleep == null ? 0 : seconds);
        }
        var drawn = watts * seconds / SECONDS_PER_HOUR;
        var measured = facts.draw().source() == PowerDraw.Source.MEASURED;
        if (asleep == null) {
            return known(drawn, 0, measured, seconds, 0);
        }
        var idle = asleep.idle();
        return idle == null
                ? new EnergyShare(drawn, 0, 0, 0, seconds, seconds)
                : known(
                        drawn,
                        (idle.watts() - watts) * seconds / SECONDS_PER_HOUR,
                        measured && idle.measured(),
                        seconds,
                        seconds);
    }

    private static EnergyShare known(double drawn, double saved, boolean measured, double seconds, double asleep) {
        return new EnergyShare(drawn, saved, measured ? seconds : 0, measured ? 0 : seconds, 0, asleep);
    }
}
