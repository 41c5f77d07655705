package io.atoll.manager.identity;

/** What a caller may be allowed to do. Names are API. */
public enum Permission {
    INFO_READ,
    INVENTORY_READ,
    INVENTORY_WRITE,
    VM_OPERATE,
    VM_CONSOLE,
    HOST_ENROL,
    /** Empty hosts, and take them back into use. */
    HOST_MAINTAIN,
    HOST_POWER,
    TASK_READ,
    TASK_CANCEL,
    EVENT_READ,
    ALARM_READ,
    ALARM_ACKNOWLEDGE,
    ALARM_DEFINE,
    AUDIT_READ,
    IDENTITY_READ,
    IDENTITY_WRITE
}
