package io.atoll.manager.alarm;

/** What alarms are about. Part of the API: names are added, never changed. */
public enum AlarmObjectKind {
    HOST,
    VM,
    POOL,
    CLUSTER,
    TASK
}
