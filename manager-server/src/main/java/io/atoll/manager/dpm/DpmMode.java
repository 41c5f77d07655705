package io.atoll.manager.dpm;

/** What power saving does in a cluster. Names are API. */
public enum DpmMode {
    OFF,
    /** It says what it would do; people accept. */
    RECOMMEND,
    /** It does what it would recommend. */
    APPLY
}
