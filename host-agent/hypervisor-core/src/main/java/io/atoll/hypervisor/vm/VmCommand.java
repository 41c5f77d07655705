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
    ABORT_INCOMING,
    DELETE
}
