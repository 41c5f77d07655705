package io.atoll.manager.alarm;

/** What happened to an alarm, as channels are told. Part of the API: names are added, never changed. */
public enum AlarmChange {
    RAISED,
    /** From a warning to critical. */
    ESCALATED,
    /** From critical to a warning. */
    EASED,
    ACKNOWLEDGED,
    CLEARED
}
