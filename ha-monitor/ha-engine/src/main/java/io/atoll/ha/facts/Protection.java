package io.atoll.ha.facts;

import io.atoll.model.VmId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a VM is protected.
 *
 * @param priority who starts first; higher first
 * @param startsAfter VMs that must be ready before this one starts
 * @param restartsOn which failures of QEMU and guest on a living host lead to a restart
 */
public record Protection(
        int priority,
        SortedSet<VmId> startsAfter,
        Isolation isolation,
        StorageLoss storageLoss,
        Set<FailureCause> restartsOn) {
    /** Ordinary: no dependencies, kept running while one channel lives, restarted after crashes and panics. */
    public static final Protection USUAL = new Protection(
            0,
            new TreeSet<>(),
            Isolation.KEEP_RUNNING,
            StorageLoss.KEEP_PAUSED,
            EnumSet.of(
                    FailureCause.QEMU_CRASHED,
                    FailureCause.GUEST_PANICKED,
                    FailureCause.START_FAILED,
                    FailureCause.IMAGE_LOCKED));

    public Protection {
        startsAfter = Collections.unmodifiableSortedSet(new TreeSet<>(startsAfter));
        restartsOn = restartsOn.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(restartsOn));
    }

    /** When the host is alone but its storage lives. */
    public enum Isolation {
        KEEP_RUNNING,
        RESTART_ELSEWHERE
    }

    /** When the host lost the VM's storage but answers. */
    public enum StorageLoss {
        KEEP_PAUSED,
        RESTART_ELSEWHERE
    }
}
