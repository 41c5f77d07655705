package io.atoll.drs.plan;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Something that might happen to a cluster, for a {@link WhatIf}. */
public sealed interface Change {
    /** The most copies that one change may add: more is a mistake of the caller. */
    int MOST_COPIES = 100_000;

    /** The host dies, and its VMs run nowhere. */
    record HostDies(HostId host) implements Change {}

    /** So many hosts like this one are added, switched on and empty. */
    record HostsAdded(HostId like, int count) implements Change {
        public HostsAdded {
            counted(count);
        }
    }

    /** So many VMs like this one are to be started. */
    record VmsAdded(VmId like, int count) implements Change {
        public VmsAdded {
            counted(count);
        }
    }

    /** These VMs ask for this many times the processing power; an empty set means all of them. */
    record DemandGrows(SortedSet<VmId> vms, double factor) implements Change {
        public DemandGrows {
            vms = Collections.unmodifiableSortedSet(new TreeSet<>(vms));
            if (!(factor >= 0 && factor <= 1e6)) {
                throw new IllegalArgumentException(
                        "Demand can grow by a factor from 0 to 1e6, not %s.".formatted(factor));
            }
        }
    }

    /** The rule, or the preference, of this name is given up. */
    record RuleGone(String name) implements Change {}

    private static void counted(int count) {
        if (count < 1 || count > MOST_COPIES) {
            throw new IllegalArgumentException(
                    "A change adds from 1 to %d copies, not %d.".formatted(MOST_COPIES, count));
        }
    }
}
