package io.atoll.manager.alarm;

/** How bad it is, from mild to bad. Part of the API: names are added, never changed. */
public enum AlarmSeverity {
    WARNING,
    CRITICAL
}
