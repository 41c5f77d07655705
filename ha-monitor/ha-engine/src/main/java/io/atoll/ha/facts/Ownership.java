package io.atoll.ha.facts;

import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import org.jspecify.annotations.Nullable;

/**
 * A VM's owner node.
 *
 * @param host who may run it; null: nobody
 * @param wanted whether it is meant to run
 * @param version of the node; a change is conditional on it
 * @param operation what a manager is doing with it just now; null: nothing. HA keeps away unless the owner is dead
 * @param failures how often in a row it had failed when HA gave it this owner; 0 where a manager did
 */
public record Ownership(
        @Nullable HostId host,
        VmEpoch epoch,
        boolean wanted,
        long version,
        @Nullable String operation,
        int failures) {}
