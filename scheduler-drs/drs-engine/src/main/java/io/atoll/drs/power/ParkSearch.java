package io.atoll.drs.power;

import io.atoll.drs.power.PowerOutcome.Park;
import io.atoll.drs.power.PowerOutcome.Wake;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which hosts are not needed, and of every other why it is not asleep. */
final class ParkSearch {
    /** A trial that ends in vain takes longest, and where so many did the next would too. */
    private static final int MOST_IN_VAIN = 16;

    private final Look look;
    private final Questions questions;
    private final DemandForecast forecast;
    private final Eligibility eligibility;
    private final List<Park> parks = new ArrayList<>();
    private final SortedMap<HostId, WhyAwake> reasons = new TreeMap<>();

    ParkSearch(Look look, Questions questions, DemandForecast forecast) {
        this.look = look;
        this.questions = questions;
        this.forecast = forecast;
        eligibility = new Eligibility(look);
    }

    List<Park> parks() {
        return parks;
    }

    /** Why each host that is awake stays so; those that are parked are in {@link #parks} instead. */
    SortedMap<HostId, WhyAwake> run(List<Wake> wakes) {
        var candidates = new ArrayList<HostId>();
        for (var id : look.cluster.hosts().keySet()) {
            if (eligibility.isAwake(id)) {
                var why = eligibility.whyNot(id);
                if (why == null) {
                    candidates.add(id);
                } else {
                    reasons.put(id, why);
                }
            }
        }
        var why = whyNobody(wakes);
        if (why != null) {
            candidates.forEach(id -> reasons.put(id, why));
        } else {
            tryAll(candidates);
        }
        return reasons;
    }

    /** What keeps everyone awake for now. */
    private @Nullable WhyAwake whyNobody(List<Wake> wakes) {
        if (!wakes.isEmpty() || !look.coming.isEmpty()) {
            var needed = new ArrayList<>(wakes.stream().map(Wake::hostName).toList());
            needed.addAll(look.names(look.coming));
            return new WhyAwake.OthersNeeded(needed);
        }
        var placeable = new ArrayList<>(look.waiting);
        placeable.removeAll(new Needs(look, questions, forecast).unplaced(look.serving));
        return placeable.isEmpty()
                ? null
                : new WhyAwake.VmsWait(placeable.stream().map(Vm::name).toList());
    }

    private void tryAll(List<HostId> candidates) {
        var moves = moves();
        var order = candidates.stream()
                .sorted(Comparator.<HostId>comparingDouble(id -> -gain(id, moves.getOrDefault(id, 0)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var trial = new ParkTrial(look, questions);
        SortedSet<HostId> staying = new TreeSet<>(look.serving);
        var inVain = 0;
        for (var id : order) {
            var why = whyNot(id, moves.getOrDefault(id, 0), staying);
            if (why == null && inVain == MOST_IN_VAIN) {
                why = new WhyAwake.NotTried(inVain);
            } else if (why == null) {
                var attempt = trial.park(id, staying);
                if (attempt instanceof ParkTrial.Attempt.Parked(var park)) {
                    parks.add(park);
                    staying.remove(id);
                } else if (attempt instanceof ParkTrial.Attempt.Refused(var reason)) {
                    why = reason;
                    inVain += reason instanceof WhyAwake.WouldPushAbove above && above.hostName() == null ? 0 : 1;
                }
            }
            if (why != null) {
                reasons.put(id, why);
            }
        }
    }

    private @Nullable WhyAwake whyNot(HostId id, int moves, SortedSet<HostId> staying) {
        if (staying.size() <= look.leastAwake()) {
            return new WhyAwake.TooFewAwake(staying.size(), look.leastAwake());
        }
        var policy = look.settings.policy();
        if (gain(id, moves) < 0) {
            return new WhyAwake.NotWorthIt(
                    moves, moves * policy.wattHoursPerMove(), savedWattHours(id), policy.horizonHours());
        }
        var others = new TreeSet<>(staying);
        others.remove(id);
        var until = look.now.plus(look.settings.windows().horizon()).plus(WakeSearch.lead(look, id));
        var expected = forecast.peak(look.now, until, look.capacity(others));
        if (expected != null && expected.share() > look.high()) {
            return new WhyAwake.ForecastNeedsIt(
                    expected.at(), expected.share() * 100, look.settings.band().highPercent(), expected.dayCount());
        }
        return parks.size() >= look.settings.mostParkedPerRound()
                ? new WhyAwake.EnoughForThisRound(look.settings.mostParkedPerRound())
                : null;
    }

    /** What the sleep of the host is worth over the time that it is likely to last, in Wh; migrations count against it. */
    private double gain(HostId id, int moves) {
        return savedWattHours(id) - moves * look.settings.policy().wattHoursPerMove();
    }

    private double savedWattHours(HostId id) {
        return look.idleWatts(id) * look.settings.policy().horizonHours();
    }

    private Map<HostId, Integer> moves() {
        var moves = new HashMap<HostId, Integer>();
        for (Map.Entry<VmId, HostId> at : Questions.homes(questions.lasting).entrySet()) {
            moves.merge(at.getValue(), 1, Integer::sum);
        }
        return moves;
    }
}
