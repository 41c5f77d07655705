package io.atoll.ha.sim.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a VM's owner node holds.
 *
 * @param host number of the host; -1: nobody
 * @param operation what a manager does with the VM just now; null: nothing
 * @param failures how often in a row the VM had failed when HA made it so
 */
public record OwnerNode(
        int host, long epoch, boolean wanted, @Nullable String operation, int failures) {
    public static final int NOBODY = -1;
}
