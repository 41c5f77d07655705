package io.atoll.manager.power;

import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import java.util.Optional;

/**
 * Power control for other modules. What submits wants the caller's transaction, and answers the task that does the work; it
 * succeeds only when the new state was confirmed.
 */
public interface HostPower {
    /** How the host's power is controlled; empty where it is not. */
    Optional<PowerKind> kindOf(HostId host);

    /** Switches the host on and waits until its agent answers. */
    TaskId switchOn(HostId host, String requestedBy);

    /**
     * Switches the host off. Refused with HOST_IN_USE while VMs run there or may be running there.
     *
     * @param withVms carries on whatever VMs it has; they end with the host
     */
    TaskId switchOff(HostId host, OffMode mode, boolean withVms, String requestedBy);

    /** Off, confirmed; then on, and its agent answers. */
    TaskId cycle(HostId host, OffMode mode, boolean withVms, String requestedBy);
}
