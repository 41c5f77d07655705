package io.atoll.manager.dpm.internal.work;

/** The steps of tasks that park hosts and wake them. Names are shown to people. */
final class DpmSteps {
    static final String EMPTY = "dpm.empty-host";
    static final String SWITCH_OFF = "dpm.switch-off";
    static final String CONFIRM_OFF = "dpm.confirm-off";
    static final String PARKED = "dpm.await-parked";
    static final String SWITCH_ON = "dpm.switch-on";
    static final String HEALTH = "dpm.await-health";
    static final String REJOIN = "dpm.rejoin";

    private DpmSteps() {}
}
