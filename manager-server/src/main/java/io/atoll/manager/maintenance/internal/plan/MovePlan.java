package io.atoll.manager.maintenance.internal.plan;

import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the scheduler plans.
 *
 * @param blocked VMs that should move and cannot, each with the reason and its figures
 */
public record MovePlan(List<PlannedMove> moves, SortedMap<VmId, String> blocked, Duration duration) {
    public static final MovePlan NOTHING = new MovePlan(List.of(), new TreeMap<>(), Duration.ZERO);

    public MovePlan {
        moves = List.copyOf(moves);
        blocked = Collections.unmodifiableSortedMap(new TreeMap<>(blocked));
    }
}
