package io.atoll.hypervisor.api;

/** Every way a hypervisor says no. Names are API: add freely, never rename or reuse. */
public enum HypervisorErrorCode {
    /** This host has no such VM. */
    VM_NOT_FOUND,
    /** The VM's state does not allow it; the detail says what would be possible. */
    VM_WRONG_STATE,
    /** The definition asks for something this host does not offer. */
    VM_DEFINITION_UNSUPPORTED,
    /** A disk or seed file is missing or not readable. */
    DISK_NOT_FOUND,
    /** Another process, perhaps on another host, has the disk open for writing. */
    DISK_IN_USE,
    /** Cache mode none needs O_DIRECT, which the disk's file system does not offer. */
    DIRECT_IO_UNSUPPORTED,
    /** A disk is larger than it was to become. */
    DISK_CANNOT_SHRINK,
    /** The guest did not let go of a device in time; it still has it. */
    DEVICE_NOT_RELEASED,
    /** The guest still ran when the shutdown's deadline passed. */
    SHUTDOWN_TIMEOUT,
    /** The migration did not happen; the guest is where it was. */
    MIGRATION_FAILED,
    /** The migration was given up on request; the guest is where it was. */
    MIGRATION_CANCELLED,
    /** The migration was given up at its deadline; the guest is where it was. */
    MIGRATION_TIMEOUT,
    /** No port of the range is free on the target. */
    NO_FREE_PORT,
    /** The agent inside the guest does not answer, or answers nonsense. */
    GUEST_AGENT_UNAVAILABLE,
    /** The guest's display has more pixels than a picture may have. */
    DISPLAY_TOO_LARGE,
    /** The hypervisor is not installed, too old, or not executable. */
    HYPERVISOR_UNAVAILABLE,
    /** The hypervisor process did not answer in time. */
    HYPERVISOR_TIMEOUT,
    /** The hypervisor process reported an error or died. */
    HYPERVISOR_FAILED
}
