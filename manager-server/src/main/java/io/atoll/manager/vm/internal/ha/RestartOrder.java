package io.atoll.manager.vm.internal.ha;

import io.atoll.model.VmId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which VMs wait for which others. A pure function. */
final class RestartOrder {
    private RestartOrder() {}

    /**
     * The shortest way from {@code start} over those it waits for back to itself, without {@code start} at the end; empty
     * where there is none. A VM that is not in the map waits for nobody.
     */
    static List<VmId> cycleThrough(VmId start, Map<VmId, List<VmId>> waitsFor) {
        var reachedFrom = new HashMap<VmId, VmId>();
        var toLookAt = new ArrayDeque<VmId>(List.of(start));
        while (!toLookAt.isEmpty()) {
            var at = toLookAt.removeFirst();
            for (var next : waitsFor.getOrDefault(at, List.of())) {
                if (next.equals(start)) {
                    return wayTo(at, start, reachedFrom);
                }
                if (reachedFrom.putIfAbsent(next, at) == null) {
                    toLookAt.addLast(next);
                }
            }
        }
        return List.of();
    }

    private static List<VmId> wayTo(VmId end, VmId start, Map<VmId, VmId> reachedFrom) {
        var way = new ArrayDeque<VmId>();
        for (var at = end; at != null && !at.equals(start); at = reachedFrom.get(at)) {
            way.addFirst(at);
        }
        way.addFirst(start);
        return List.copyOf(way);
    }
}
