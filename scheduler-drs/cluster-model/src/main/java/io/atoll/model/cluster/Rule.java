package io.atoll.model.cluster;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.SortedSet;

/**
 * A must-rule about where VMs may be. One that is broken at the start may stay broken; a plan breaks no other, not even for a
 * moment.
 */
public sealed interface Rule {
    String name();

    SortedSet<VmId> vms();

    /** No two of these VMs on one host. */
    record KeepApart(String name, SortedSet<VmId> vms) implements Rule {
        public KeepApart {
            vms = SortedValues.copyOf(vms);
        }
    }

    /** All of these VMs on one host. */
    record KeepTogether(String name, SortedSet<VmId> vms) implements Rule {
        public KeepTogether {
            vms = SortedValues.copyOf(vms);
        }
    }

    /** These VMs only on these hosts. */
    record OnlyOn(String name, SortedSet<VmId> vms, SortedSet<HostId> hosts) implements Rule {
        public OnlyOn {
            vms = SortedValues.copyOf(vms);
            hosts = SortedValues.copyOf(hosts);
        }
    }

    /** These VMs never on these hosts. */
    record NeverOn(String name, SortedSet<VmId> vms, SortedSet<HostId> hosts) implements Rule {
        public NeverOn {
            vms = SortedValues.copyOf(vms);
            hosts = SortedValues.copyOf(hosts);
        }
    }

    /** All of these VMs inside one of these groups of hosts, whichever. */
    record WithinOneGroup(String name, SortedSet<VmId> vms, List<SortedSet<HostId>> groups) implements Rule {
        public WithinOneGroup {
            vms = SortedValues.copyOf(vms);
            groups = groups.stream().map(SortedValues::copyOf).toList();
        }
    }
}
