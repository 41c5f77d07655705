package io.atoll.manager.power;

import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Power control for other modules. What submits wants the caller's transaction, and answers the task that does the work; it
 * succeeds only when the new state was confirmed.
 */
public interface HostPower {
    /** How the host's power is controlled; empty where it is not. */
    Optional<PowerKind> kindOf(HostId host);

    /** What is known of the power of a host; asks nobody. Empty where there is no such host. */
    Optional<PowerFacts> facts(HostId host);

    /** The same of all hosts of a cluster. */
    SortedMap<HostId, PowerFacts> facts(ClusterId cluster);

    /** Switches the host on and waits until its agent answers. */
    TaskId switchOn(HostId host, String requestedBy);

    /**
     * Switches the host off, and tells HA where that is proof. Refused with HOST_IN_USE while VMs run there or may be running
     * there.
     *
     * @param withVms carries on whatever VMs it has; they end with the host
     */
    TaskId switchOff(HostId host, OffMode mode, boolean withVms, String requestedBy);

    /** Off, confirmed; then on, and its agent answers. */
    TaskId cycle(HostId host, OffMode mode, boolean withVms, String requestedBy);

    /**
     * Tries whether the host comes back when it is told to, and remembers it: off, confirmed, on, and its agent answers. Refused
     * with HOST_IN_USE while VMs run there or may be running there.
     */
    TaskId testWake(HostId host, OffMode mode, String requestedBy);
}
