package io.atoll.manager.inventory;

import io.atoll.model.ClusterId;
import java.util.List;

/** Whether the processors of a cluster's hosts keep running VMs from moving. */
@FunctionalInterface
public interface CpuConcerns {
    /** Hosts that running VMs cannot move to, and VMs that can move nowhere, each in a sentence; empty: none. */
    List<String> concerns(ClusterId cluster);
}
