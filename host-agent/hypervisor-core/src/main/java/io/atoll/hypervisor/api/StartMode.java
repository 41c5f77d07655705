package io.atoll.hypervisor.api;

/** Whether the guest runs at once. */
public enum StartMode {
    RUNNING,
    /** Everything is set up, locks included, but no guest instruction runs until resume. */
    PAUSED
}
