package io.atoll.manager.power.internal.draw;

import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerReading.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which figure of a host's draw is shown. Pure: what is known and the time go in. */
public final class Draws {
    private Draws() {}

    /**
     * What is known of a host.
     *
     * @param cpuUsedMillicores what its processors do now; null: not known
     * @param cpuCount how many it has; 0: not known
     */
    public record Known(
            State state,
            @Nullable Measured measured,
            @Nullable WattsByLoad set,
            @Nullable Long cpuUsedMillicores,
            int cpuCount) {}

    /**
     * The best figure there is.
     *
     * @param longestValid a measured figure that is older counts for nothing
     */
    public static PowerDraw of(Known known, Instant now, Duration longestValid) {
        var measured = known.measured;
        if (measured != null && !measured.at().plus(longestValid).isBefore(now)) {
            return PowerDraw.measured(measured.watts(), measured.at());
        }
        var set = known.set;
        if (set == null) {
            return PowerDraw.unknown(
                    measured == null
                            ? "Its management controller has measured nothing, and nobody has set what it draws."
                            : "Its management controller has measured nothing since %s, and nobody has set what it draws."
                                    .formatted(measured.at()));
        }
        return switch (known.state) {
            case OFF -> PowerDraw.modelled(0, now, "The host is off.");
            case UNKNOWN -> PowerDraw.unknown("Whether the host is on is not known.");
            case ON -> byLoad(known, set, now);
        };
    }

    private static PowerDraw byLoad(Known known, WattsByLoad set, Instant now) {
        var used = known.cpuUsedMillicores;
        if (used == null || known.cpuCount <= 0) {
            return PowerDraw.unknown("What the host's processors do is not known now.");
        }
        double load = used / (1_000.0 * known.cpuCount);
        return PowerDraw.modelled(
                (int) Math.round(set.model().wattsAt(load)),
                now,
                "Reckoned from %d W idle and %d W full, at %d %% of its processors."
                        .formatted(set.idleWatts(), set.fullWatts(), Math.round(100 * Math.min(1, load))));
    }
}
