package io.atoll.manager.placement.internal.rule;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A rule and whom it means at this moment: VMs and hosts of the cluster that there are. */
record AppliedRule(PlacementRule rule, SortedSet<VmId> vms, SortedSet<HostId> hosts) {
    AppliedRule {
        vms = Collections.unmodifiableSortedSet(new TreeSet<>(vms));
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }

    String name() {
        return rule.name();
    }
}
