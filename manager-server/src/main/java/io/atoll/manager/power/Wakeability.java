package io.atoll.manager.power;

import java.time.Duration;

/** Whether a host that is switched off can be counted on to come back, as far as its past tells. */
public sealed interface Wakeability {
    /**
     * It came back when it was last told to.
     *
     * @param wakeTime from the order to an agent that answers: the longest of its newest wakes
     * @param wakes how many of them that is drawn from
     */
    record Wakeable(Duration wakeTime, int wakes) implements Wakeability {}

    /** Nobody should switch it off in the hope of having it again. */
    record NotWakeable(Reason reason, String detail) implements Wakeability {}

    /** Names are API. */
    enum Reason {
        /** Nobody has said how its power is controlled. */
        NO_CONTROL,
        /** By the control it has now, nobody has ever woken it. */
        NEVER_WOKEN,
        LAST_WAKE_FAILED
    }
}
