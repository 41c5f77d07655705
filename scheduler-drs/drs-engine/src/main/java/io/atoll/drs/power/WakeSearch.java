package io.atoll.drs.power;

import io.atoll.drs.power.PowerOutcome.Wake;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are needed. Needs are looked at one after the other, the most urgent first, each with the hosts that those before have
 * woken; for each the hosts that wake fastest, as few as do it.
 */
final class WakeSearch {
    /** Hosts that wake this much faster come first; among those alike, the one with fewer watts for its work does. */
    private static final Duration WAKE_TIME_STEP = Duration.ofMinutes(1);

    private static final double EPSILON = 1e-9;

    /** Of more hosts that are woken at once it is not tried whether each of them is needed. */
    private static final int MOST_TRIED_ONE_BY_ONE = 32;

    private final Look look;
    private final Needs needs;
    private final List<Wake> wakes = new ArrayList<>();
    private final SortedSet<HostId> open;

    WakeSearch(Look look, Questions questions, DemandForecast forecast) {
        this.look = look;
        needs = new Needs(look, questions, forecast);
        open = look.servingSoon();
    }

    /** Hosts that can be woken, in the order in which they are. */
    static List<HostId> inOrder(Look look) {
        return look.wakeable.stream()
                .sorted(Comparator.<HostId, Boolean>comparing(id -> !look.isParking(id))
                        .thenComparingLong(
                                id -> look.facts(id).control().wakeTime().dividedBy(WAKE_TIME_STEP))
                        .thenComparingDouble(id -> look.host(id).power().wattsAt(1)
                                / look.host(id).capacity().cpu().value())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** How long before it is needed a host has to be told: its wake time, and as much as a window for waking. */
    static Duration lead(Look look, HostId id) {
        var wakeTime =
                look.isParking(id) ? Duration.ZERO : look.facts(id).control().wakeTime();
        return wakeTime.plus(look.settings.windows().wake());
    }

    List<Wake> run() {
        for (var id : look.wakeable) {
            var end = timesEnd(id);
            if (look.facts(id).excluded()) {
                wake(id, new WakeReason.Excluded());
            } else if (end != null) {
                wake(id, new WakeReason.ParkingTimeEnds(end));
            }
        }
        var inTurn = List.of(
                needs.waitingVms(), needs.rules(), needs.zones(), needs.spare(), needs.band(), needs.forecast());
        inTurn.forEach(this::meet);
        return List.copyOf(wakes);
    }

    private void wake(HostId id, WakeReason reason) {
        wakes.add(new Wake(id, look.name(id), reason));
        open.add(id);
    }

    /** When hosts may not sleep any longer, if this one has to be told by now; null: it may sleep on. */
    private @Nullable Instant timesEnd(HostId id) {
        var times = look.settings.times();
        if (!times.allow(look.now)) {
            return look.now;
        }
        var end = times.end(look.now);
        return end == null || end.isAfter(look.now.plus(lead(look, id))) ? null : end;
    }

    private void meet(Need need) {
        var missing = need.missing(open);
        if (missing <= EPSILON) {
            return;
        }
        var candidates = inOrder(look).stream().filter(id -> !open.contains(id)).toList();
        var reason = need.reason(open);
        for (var id : fewest(need, candidates, missing)) {
            wake(id, reason);
        }
    }

    /** The first of these hosts that meet the need, or come as close as all of them do; nobody where none helps. */
    private List<HostId> fewest(Need need, List<HostId> candidates, double missing) {
        var count = 0;
        var best = missing;
        while (count < candidates.size() && best > EPSILON) {
            count = Math.min(candidates.size(), Math.max(1, 2 * count));
            best = need.missing(with(candidates.subList(0, count)));
        }
        if (best > missing - EPSILON) {
            return List.of();
        }
        var tooFew = 0;
        while (count - tooFew > 1) {
            var middle = (tooFew + count) / 2;
            if (need.missing(with(candidates.subList(0, middle))) <= best + EPSILON) {
                count = middle;
            } else {
                tooFew = middle;
            }
        }
        return withoutUnneeded(need, candidates.subList(0, count), best);
    }

    private List<HostId> withoutUnneeded(Need need, List<HostId> chosen, double best) {
        if (chosen.size() < 2 || chosen.size() > MOST_TRIED_ONE_BY_ONE) {
            return chosen;
        }
        var left = new ArrayList<>(chosen);
        for (var i = left.size() - 1; i >= 0; i--) {
            var without = new ArrayList<>(left);
            without.remove(i);
            if (need.missing(with(without)) <= best + EPSILON) {
                left = without;
            }
        }
        return left;
    }

    private SortedSet<HostId> with(List<HostId> more) {
        var all = new TreeSet<>(open);
        all.addAll(more);
        return all;
    }

    /** Something that may need hosts. */
    interface Need {
        /** How much of it is not met by these hosts; 0: all is. */
        double missing(Set<HostId> open);

        /** Why hosts are woken for it, where these do not meet it. */
        WakeReason reason(Set<HostId> open);
    }
}
