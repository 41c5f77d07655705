package io.atoll.manager.placement.internal;

import io.atoll.drs.Placement;
import io.atoll.drs.Placement.RefusedHost;
import io.atoll.drs.Refusal;
import io.atoll.manager.problem.Hint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What an operator could do so that the VM fits: for each host that lacks one thing only, that thing. */
final class RoomHints {
    private static final int MOST_HINTS = 3;

    private RoomHints() {}

    static List<Hint> of(Placement placement) {
        if (placement.refusals().isEmpty()) {
            return List.of(
                    Hint.of("Enrol a host: POST /api/v1/clusters/{id}/join-tokens gives the command to run on it."));
        }
        var hints = new ArrayList<Hint>();
        placement.refusals().values().stream()
                .filter(host -> host.refusals().size() == 1)
                .sorted(Comparator.comparingLong(RoomHints::distance))
                .map(RoomHints::hint)
                .filter(Objects::nonNull)
                .limit(MOST_HINTS)
                .forEach(hints::add);
        return hints;
    }

    /** Small shortages first; what cannot be counted comes last. */
    private static long distance(RefusedHost host) {
        var shortage = host.refusals().getFirst().shortage();
        return shortage == null ? Long.MAX_VALUE : shortage.needed() - shortage.free();
    }

    @SuppressWarnings("NullAway") // filtered out above
    private static Hint hint(RefusedHost host) {
        var name = host.hostName();
        return switch (host.refusals().getFirst()) {
            case Refusal.NotEnoughMemory(var needed, var free, var _) ->
                Hint.of("Free %s on %s: migrate or stop a VM there.".formatted(needed.minusOrNone(free), name));
            case Refusal.NotEnoughCpu(var needed, var free, var _) ->
                Hint.of("Free %d vCPU on %s, or raise the cluster's CPU overcommit ratio."
                        .formatted(needed - free, name));
            case Refusal.NotReady _ -> Hint.of("Bring %s back: its agent does not answer.".formatted(name));
            case Refusal.PoolsOutOfReach _ -> Hint.of("Make the storage pool reachable on %s.".formatted(name));
            case Refusal.NetworksMissing _ -> Hint.of("See why the network is not on %s.".formatted(name));
            case Refusal.CpuTooOld _ ->
                Hint.of("Lower the cluster's CPU baseline, so that guests can also run on %s.".formatted(name));
            case Refusal.Excluded _ -> null;
        };
    }
}
