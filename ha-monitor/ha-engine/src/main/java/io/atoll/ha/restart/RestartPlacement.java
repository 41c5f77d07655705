package io.atoll.ha.restart;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** Finds hosts for VMs that must be restarted: filled by the scheduler, so that no engine knows another. */
@FunctionalInterface
public interface RestartPlacement {
    /** Reads the cluster once, for any number of questions; for one thread. */
    Places in(Cluster cluster);

    /** The places of one cluster. */
    @FunctionalInterface
    interface Places {
        /**
         * Moves nobody who runs. Each question is asked of the cluster as it was read: earlier answers count no more. Equal questions
         * get equal answers.
         *
         * @param deadHosts hosts that count no more, and whose VMs run nowhere, whatever the cluster says
         * @param order the VMs to place, the most important first: where not all find room, the first ones do. Where the cluster has
         *     them does not count
         * @return an answer for every VM in {@code order}
         */
        SortedMap<VmId, Found> place(SortedSet<HostId> deadHosts, List<VmId> order);
    }

    /** What was found for one VM. */
    sealed interface Found {
        record On(HostId host) implements Found {}

        /** No host takes it; a sentence with figures. */
        record Nowhere(String reason) implements Found {}
    }
}
