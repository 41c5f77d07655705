package io.atoll.hypervisor.vm;

/** Why a guest stands still. */
public enum PauseCause {
    /** Asked for: by a pause, or by starting paused. */
    REQUESTED,
    /** It has arrived from another host and waits until this host has made the VM its own. */
    ARRIVED,
    /** The hypervisor stopped it because its disk could not be read or written (often: the pool is full). */
    IO_ERROR,
    /** The hypervisor stopped it for another reason of its own. */
    HYPERVISOR
}
