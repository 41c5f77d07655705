package io.atoll.hypervisor.vm;

/** What can be asked of a VM. */
public enum VmCommand {
    START,
    PREPARE_INCOMING,
    RESUME,
    PAUSE,
    SHUTDOWN,
    STOP,
    RESET,
    MIGRATE,
    CANCEL_MIGRATION,
    /** Lets a guest that was held on arrival go on. */
    ADMIT,
    ABORT_INCOMING,
    DELETE
}
