package io.atoll.manager.power;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host draws, in watts, as it was at {@code at}. Both are null where nobody can tell; it is never taken for zero then.
 *
 * @param detail where the figure is from, or why there is none, for people
 */
public record PowerDraw(
        Source source, @Nullable Integer watts, @Nullable Instant at, String detail) {
    /** Names are API. */
    public enum Source {
        /** The host's management controller has measured it. */
        MEASURED,
        /** Reckoned from the watts somebody has set for the idle and the busy host, and from what its processors do. */
        MODEL,
        UNKNOWN
    }

    public static PowerDraw measured(int watts, Instant at) {
        return new PowerDraw(Source.MEASURED, watts, at, "The host's management controller measured it.");
    }

    public static PowerDraw modelled(int watts, Instant at, String detail) {
        return new PowerDraw(Source.MODEL, watts, at, detail);
    }

    public static PowerDraw unknown(String detail) {
        return new PowerDraw(Source.UNKNOWN, null, null, detail);
    }
}
