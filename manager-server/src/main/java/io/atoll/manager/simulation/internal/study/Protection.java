package io.atoll.manager.simulation.internal.study;

import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which VMs are to be restarted when hosts fail, and how many hosts may at once.
 *
 * @param vms those that are highly available, with the new ones like them; null: all
 */
public record Protection(int hostFailures, @Nullable SortedSet<VmId> vms) {
    public Protection {
        vms = vms == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(vms));
    }

    boolean onlySome() {
        return vms != null;
    }

    boolean covers(VmId vm) {
        return vms == null || vms.contains(vm);
    }

    /** The same, with these as well where the VM that they are like is covered. */
    Protection with(VmId like, Iterable<VmId> copies) {
        if (vms == null || !vms.contains(like)) {
            return this;
        }
        var more = new TreeSet<>(vms);
        copies.forEach(more::add);
        return new Protection(hostFailures, more);
    }
}
