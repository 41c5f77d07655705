package io.atoll.manager.alarm;

/** Why an alarm is over. Part of the API: names are added, never changed. */
public enum AlarmClearCause {
    /** The condition no longer holds. */
    CONDITION_OVER,
    /** There is nothing to measure any more: the VM was stopped. */
    NOT_APPLICABLE,
    OBJECT_GONE,
    /** The definition no longer covers the object. */
    NOT_TARGETED,
    DEFINITION_DISABLED,
    DEFINITION_GONE,
    BY_HAND
}
