package io.atoll.ha.enforcer;

/** Whether a new lease has begun. */
public sealed interface HoldAnswer {
    /** It has; VMs may be started as soon as the first renewal has been acknowledged. */
    record Begun() implements HoldAnswer {}

    /**
     * It has not.
     *
     * @param why one sentence for people
     */
    record Refused(String why) implements HoldAnswer {}
}
