package io.atoll.ha.guest;

import java.time.Duration;

/**
 * Whether the agent of a guest that once answered has fallen silent. The time between two questions counts only when the second
 * one was not answered, and no more of it than two rounds: so an agent of the host that slept, or a whole host that did, is no
 * silence of the guest. One that has never answered is not watched: it may have none, or still boot.
 *
 * @param answered whether it has answered since the guest came up
 * @param lastNanos up to when its silence has been counted
 * @param quiet how long it has not answered, as far as it could have
 */
public record GuestPulse(boolean answered, long lastNanos, Duration quiet) {
    private static final Duration SHORTEST_ROUND = Duration.ofSeconds(1);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);

    /** With at most two rounds counted for each question, at least three of these stay without an answer. */
    private static final int QUESTIONS_IN_A_LIMIT = 6;

    /** Of a guest that comes up now. */
    public static GuestPulse unheard(long nowNanos) {
        return new GuestPulse(false, nowNanos, Duration.ZERO);
    }

    /** How often to ask, so that a silence of this length shows in time. */
    public static Duration askEvery(Duration limit) {
        var round = limit.dividedBy(QUESTIONS_IN_A_LIMIT);
        if (round.compareTo(LONGEST_ROUND) > 0) {
            return LONGEST_ROUND;
        }
        return round.compareTo(SHORTEST_ROUND) < 0 ? SHORTEST_ROUND : round;
    }

    /** It has answered. */
    public GuestPulse answers(long nowNanos) {
        return new GuestPulse(true, nowNanos, Duration.ZERO);
    }

    /** It was asked and has not answered. */
    public GuestPulse doesNotAnswer(long nowNanos, Duration limit) {
        var most = askEvery(limit).multipliedBy(2);
        var since = Duration.ofNanos(nowNanos - lastNanos);
        return new GuestPulse(answered, nowNanos, quiet.plus(since.compareTo(most) < 0 ? since : most));
    }

    /** It could not have answered until now: it stood still, or was on its way. Nothing before counts. */
    public GuestPulse heldUntil(long nowNanos) {
        return new GuestPulse(answered, nowNanos, Duration.ZERO);
    }

    /** Whether it counts as failed. */
    public boolean isSilent(Duration limit) {
        return answered && quiet.compareTo(limit) >= 0;
    }
}
