package io.atoll.manager.alarm;

/** Where an alarm is in its life. Part of the API: names are added, never changed. */
public enum AlarmState {
    RAISED,
    /** Somebody said that they know. Worse news make it RAISED again. */
    ACKNOWLEDGED,
    CLEARED
}
