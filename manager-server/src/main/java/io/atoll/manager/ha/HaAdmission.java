package io.atoll.manager.ha;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.SortedMap;
import java.util.SortedSet;

/** Keeps the promise that hosts may fail. */
public interface HaAdmission {
    /**
     * Refuses with HA_ADMISSION_REFUSED what would leave too little room, where the cluster's policy is to refuse; with causes
     * for the hosts and VMs concerned. In the caller's transaction, after what it asks for was written.
     *
     * @param what completes "Too little room would be left …": {@code "if VM web-1 started"}
     */
    void requireSurvivable(ClusterId cluster, String what);

    /** The same for a VM that is about to run on a host. */
    void requireSurvivable(ClusterId cluster, VmId vm, HostId host);

    /**
     * Whether the tolerated failures would be survived without some hosts, whatever the policy; refuses nothing.
     *
     * @param closed hosts that would take no VMs
     * @param elsewhere where VMs would be by then, those that are not where they are now
     */
    HaOutlook outlook(ClusterId cluster, SortedSet<HostId> closed, SortedMap<VmId, HostId> elsewhere);
}
