package io.atoll.ha.facts;

import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One VM as an agent sees it.
 *
 * @param protection null: HA does nothing for it
 * @param report the last word of a host about it, in ZooKeeper or in the VM's epoch block on its pool; null: there is none
 * @param pools where its disks are
 */
public record WatchedVm(
        VmId id,
        String name,
        Ownership owner,
        @Nullable Protection protection,
        @Nullable VmReport report,
        SortedSet<PoolId> pools) {
    public WatchedVm {
        pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
    }

    /** What the owner says about it at its present epoch; null: nothing yet. */
    public VmReport.@Nullable Condition condition() {
        return report != null
                        && report.epoch().equals(owner.epoch())
                        && report.host().equals(owner.host())
                ? report.condition()
                : null;
    }
}
