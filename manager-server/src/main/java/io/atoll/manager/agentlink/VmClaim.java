package io.atoll.manager.agentlink;

/** Whether a host that reports a VM is its owner. */
public enum VmClaim {
    /** ZooKeeper names the host as the owner, with the epoch it reports or a newer one. */
    OWNER,
    /**
     * ZooKeeper names another host, or none. Such a report may only be believed of the target of a migration that this
     * manager itself is running; otherwise it moves nothing, and is shown as a conflict: two guests may run on one disk.
     */
    NOT_OWNER,
    /** ZooKeeper could not be asked. Do not change what is believed of the VM. */
    UNKNOWN
}
