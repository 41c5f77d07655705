package io.atoll.drs.power;

import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many of some VMs one zone may hold, by a rule that must hold.
 *
 * @param label which label of hosts names the zone; null: every host is a zone of its own. A host without the label is in no
 *     zone, and not limited
 * @param mostVms that one zone may hold, at least 1
 * @param everyZone whether they are spread evenly over the zones there are, so that zones have to stay awake for them
 */
public record ZoneLimit(
        String ruleName, SortedSet<VmId> vms, @Nullable String label, int mostVms, boolean everyZone) {
    public ZoneLimit {
        vms = Collections.unmodifiableSortedSet(new TreeSet<>(vms));
    }
}
