package io.atoll.manager.simulation.internal.study;

import io.atoll.manager.placement.ShareLimit;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** One thing that is supposed of a cluster. Zones have become their hosts by now. */
public sealed interface Supposition {
    /** These hosts die at once; their VMs run nowhere. */
    record HostsLost(SortedSet<HostId> hosts) implements Supposition {
        public HostsLost {
            hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        }
    }

    /** These hosts are emptied, and get no VMs. */
    record HostsDrained(SortedSet<HostId> hosts) implements Supposition {
        public HostsDrained {
            hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        }
    }

    /** So many empty hosts like this one are there as well. */
    record HostsAdded(HostId like, int count) implements Supposition {}

    /** So many VMs like this one, which may be off, are to be started; no rule is about them. */
    record VmsAdded(VmId like, int count) implements Supposition {}

    /** These VMs ask for this many times the processing power; nobody named: all of them. */
    record DemandGrows(SortedSet<VmId> vms, double factor) implements Supposition {
        public DemandGrows {
            vms = Collections.unmodifiableSortedSet(new TreeSet<>(vms));
        }
    }

    /** The rule of this name is given up. */
    record RuleRemoved(String name) implements Supposition {}

    /** One more rule must hold. */
    record RuleAdded(Rule rule) implements Supposition {}

    /** The same of one about zones or shares. */
    record ZoneRuleAdded(Preference preference, ShareLimit limit) implements Supposition {}

    /** So many virtual CPUs may be promised for each logical processor. */
    record Overcommit(double vcpusPerCore) implements Supposition {}
}
