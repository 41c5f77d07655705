package io.atoll.manager.dpm.internal.book;

/** Where a host is that power saving has a hand on. Names are API. */
public enum ParkedState {
    /** Its VMs are leaving. */
    DRAINING,
    /** It is empty, and told to switch itself off. */
    SWITCHING_OFF,
    /** It is off, confirmed as far as its power control can. */
    ASLEEP,
    /** It is told to switch itself on, and its agent is waited for. */
    WAKING,
    /** It answers, and is on its way back into use. */
    EXITING,
    /** It did not wake. */
    FAILED;

    /** Whether it takes no VMs and can be told to wake. */
    public boolean mayBeWoken() {
        return this == ASLEEP || this == FAILED;
    }
}
