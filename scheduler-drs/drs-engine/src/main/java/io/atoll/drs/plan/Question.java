package io.atoll.drs.plan;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.PowerPolicy;
import io.atoll.model.HostId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What can be asked about a cluster. */
public sealed interface Question {
    /** Even out the load with few moves and little copying. */
    record Balance(BalancePolicy policy) implements Question {}

    /** Put everyone on as few hosts as possible, let the others sleep, and copy little for it. */
    record Consolidate(PowerPolicy policy) implements Question {
        public Consolidate() {
            this(PowerPolicy.DEFAULT);
        }
    }

    /** Empty these hosts, and let nobody go there. */
    record Evacuate(SortedSet<HostId> hosts) implements Question {
        public Evacuate {
            hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        }
    }

    /** Find a host for every VM that has none; nobody else moves unless room must be made. */
    record Place() implements Question {}

    /**
     * Start the VMs of these dead hosts, and of those whose state is failed, elsewhere, the most important first. Nothing of the dead
     * hosts counts any more.
     */
    record Restart(SortedSet<HostId> deadHosts) implements Question {
        public Restart {
            deadHosts = Collections.unmodifiableSortedSet(new TreeSet<>(deadHosts));
        }
    }

    /** Find a host for every VM that has none, and bring hosts that are above their limits below them. */
    record Repair() implements Question {}

    /** What the answer would be if this had happened to the cluster, one change after the other. */
    record Supposing(List<Change> changes, Question then) implements Question {
        public Supposing {
            changes = List.copyOf(changes);
        }
    }
}
