package io.atoll.manager.power.internal;

import java.time.Duration;

/**
 * What was seen since an order was begun, kept with the task. Pure: looks and the time go in, a verdict comes out. A state is
 * confirmed by two looks in a row that agree, apart from each other; one look may be the last moment of the old state, or
 * the answer of a controller that says what was ordered and not what is.
 *
 * @param begunAtMs when the order was begun; all limits count from here
 * @param ordered whether the order was given; a manager that died before gives it again
 * @param looks how often the control was asked since
 * @param agreeing how many of the last looks in a row saw the goal
 * @param agreeingSinceMs when the first of these was
 * @param lastSeen what the last look saw, or why it saw nothing
 */
record Confirmation(long begunAtMs, boolean ordered, int looks, int agreeing, long agreeingSinceMs, String lastSeen) {
    private static final int LOOKS_THAT_AGREE = 2;

    /** What to do next. */
    enum Verdict {
        CONFIRMED,
        LOOK_AGAIN,
        OUT_OF_TIME
    }

    static Confirmation begun(long nowMs) {
        return new Confirmation(nowMs, false, 0, 0, 0, "nothing yet");
    }

    Confirmation orderGiven() {
        return new Confirmation(begunAtMs, true, looks, agreeing, agreeingSinceMs, lastSeen);
    }

    /** After a look. */
    Confirmation saw(boolean goal, String detail, long nowMs) {
        int inARow = goal ? agreeing + 1 : 0;
        return new Confirmation(begunAtMs, ordered, looks + 1, inARow, inARow == 1 ? nowMs : agreeingSinceMs, detail);
    }

    /**
     * A look that saw the goal is followed by another even when the time is up: the state was reached in time, and the next look
     * either confirms it or ends it.
     *
     * @param steadyFor how far the first and the last look that agree must be apart
     */
    Verdict verdict(long nowMs, Duration limit, Duration steadyFor) {
        if (agreeing >= LOOKS_THAT_AGREE && nowMs - agreeingSinceMs >= steadyFor.toMillis()) {
            return Verdict.CONFIRMED;
        }
        boolean late = elapsed(nowMs).compareTo(limit) >= 0;
        return late && agreeing == 0 ? Verdict.OUT_OF_TIME : Verdict.LOOK_AGAIN;
    }

    Duration elapsed(long nowMs) {
        return Duration.ofMillis(nowMs - begunAtMs);
    }
}
