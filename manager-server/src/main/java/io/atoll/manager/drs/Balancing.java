package io.atoll.manager.drs;

import io.atoll.model.ClusterId;

/** Whether clusters are balanced. */
@FunctionalInterface
public interface Balancing {
    /** Whether DRS moves VMs of the cluster by itself. */
    boolean acts(ClusterId cluster);
}
