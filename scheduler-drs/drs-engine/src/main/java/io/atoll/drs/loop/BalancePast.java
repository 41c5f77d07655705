package io.atoll.drs.loop;

import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a round of balancing has to know of those before it.
 *
 * @param movedAt when VMs were moved last, by whomever
 * @param neverMoved VMs that people have taken out of balancing
 * @param unevenSince since when every round found the cluster uneven; null: the last one did not
 */
public record BalancePast(
        SortedMap<VmId, Instant> movedAt,
        SortedSet<VmId> neverMoved,
        @Nullable Instant unevenSince) {
    public static final BalancePast NONE = new BalancePast(new TreeMap<>(), new TreeSet<>(), null);

    public BalancePast {
        movedAt = Collections.unmodifiableSortedMap(new TreeMap<>(movedAt));
        neverMoved = Collections.unmodifiableSortedSet(new TreeSet<>(neverMoved));
    }

    /**
     * Whether this VM stays for now, whatever it would help. A move in the future, by a clock that was set back since, holds
     * the VM no longer than any other move.
     */
    boolean holds(VmId vm, Duration coolDown, Instant now) {
        var moved = movedAt.get(vm);
        return neverMoved.contains(vm)
                || (moved != null && Duration.between(moved, now).abs().compareTo(coolDown) < 0);
    }

    /** Since when the cluster is uneven, as it is again now; a time in the future is a clock's mistake. */
    Instant unevenSince(Instant now) {
        return unevenSince == null || unevenSince.isAfter(now) ? now : unevenSince;
    }
}
