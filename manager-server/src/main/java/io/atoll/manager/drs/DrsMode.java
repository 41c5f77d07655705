package io.atoll.manager.drs;

/** What DRS does in a cluster. Names are API. */
public enum DrsMode {
    OFF,
    /** It says what it would do; people accept. */
    RECOMMEND,
    /** It does what it would recommend. */
    APPLY
}
