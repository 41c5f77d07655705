package io.atoll.ha.zk.view;

import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.ha.zk.facts.Evidence;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.lease.Fence;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.SortedMap;

/**
 * What changes seldom, as of one moment.
 *
 * @param rules placement rules, of clusters that have any
 * @param unreadable nodes that do not hold what this version understands, with the reason; missing from the rest
 */
public record HaFacts(
        SortedMap<HostId, Fence> fences,
        SortedMap<HostId, HostHaFacts> hosts,
        SortedMap<HostId, Evidence> evidence,
        SortedMap<ClusterId, ClusterHaSettings> settings,
        SortedMap<ClusterId, ClusterRules> rules,
        VmFacts vms,
        SortedMap<String, String> unreadable) {
    /** The same about VMs. */
    public record VmFacts(
            SortedMap<VmId, OwnedVm> owners,
            SortedMap<VmId, Protection> protections,
            SortedMap<VmId, VmHaState> states) {}
}
