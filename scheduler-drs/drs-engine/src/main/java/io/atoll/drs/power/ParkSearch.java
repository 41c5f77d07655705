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
    private final SortedSet<HostId> staying;
    private int inVain;

    ParkSearch(Look look, Questions questions, DemandForecast forecast) {
        this.look = look;
        this.questions = questions;
        this.forecast = forecast;
        eligibility = new Eligibility(look);
        staying = new TreeSet<>(look.serving);
    }

    List<Park> parks() {
        return parks;
    }

    /** Why each host that is awake stays so; those that are parked are in {@link #parks} instead. */
    SortedMap<HostId, WhyAwake> run(List<Wake> wakes) {
        var candidates = new ArrayList<HostId>();
        var inBand = new ArrayList<HostId>();
        for (var id : look.cluster.hosts().keySet()) {
            if (eligibility.isAwake(id)) {
                var why = eligibility.whyNot(id);
                if (why == null) {
                    candidates.add(id);
                } else {
                    reasons.put(id, why);
                }
                if (why instanceof WhyAwake.InBand && eligibility.isBelowHigh(id)) {
                    inBand.add(id);
                }
            }
        }
        var why = whyNobody(wakes);
        if (why != null) {
            candidates.forEach(id -> reasons.put(id, why));
        } else {
            tryAll(candidates, inBand);
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
        // Nobody is emptied while a VM waits that has room here, or would have it after some moves.
        placeable.removeAll(new Needs(look, questions, forecast).unplacedWithMoves(look.serving));
        return placeable.isEmpty()
                ? null
                : new WhyAwake.VmsWait(placeable.stream().map(Vm::name).toList());
    }

    /** Those that are little used come first; one within the band is given up only where all others have room without it. */
    private void tryAll(List<HostId> candidates, List<HostId> inBand) {
        var moves = moves();
        var worth = new CapacityWorth(look, questions.lasting);
        var order = Comparator.<HostId>comparingDouble(id -> -worth.of(id, gain(id, moves.getOrDefault(id, 0))))
                .thenComparing(Comparator.naturalOrder());
        var trial = new ParkTrial(look, questions);
        candidates.stream().sorted(order).forEach(id -> {
            var why = tryOne(id, moves.getOrDefault(id, 0), trial);
            if (why != null) {
                reasons.put(id, why);
            }
        });
        inBand.stream().sorted(order).forEach(id -> {
            // What is said of it otherwise stays true: below the band it could sleep.
            if (trial.hasRoomWithout(id, staying) && tryOne(id, moves.getOrDefault(id, 0), trial) == null) {
                reasons.remove(id);
            }
        });
    }

    /** Parks the host; where it must stay awake, what for. */
    private @Nullable WhyAwake tryOne(HostId id, int moves, ParkTrial trial) {
        var zone = trial.lastOfZone(id, staying);
        var why = zone == null ? whyNot(id, moves) : zone;
        if (why != null) {
            return why;
        }
        if (inVain == MOST_IN_VAIN) {
            return new WhyAwake.NotTried(inVain);
        }
        return switch (trial.park(id, staying)) {
            case ParkTrial.Attempt.Parked(var park) -> {
                parks.add(park);
                staying.remove(id);
                yield null;
            }
            case ParkTrial.Attempt.Refused(var reason) -> {
                inVain += reason instanceof WhyAwake.WouldPushAbove above && above.hostName() == null ? 0 : 1;
                yield reason;
            }
        };
    }

    private @Nullable WhyAwake whyNot(HostId id, int moves) {
        if (staying.size() <= look.leastAwake()) {
            return new WhyAwake.TooFewAwake(staying.size(), look.leastAwake());
        }
        var policy = look.settings.policy();
        if (gain(id, moves) < 0) {
            return new WhyAwake.NotWorthIt(
                    moves, moves * policy.wattHoursPerMove(), look.savedWattHours(id), policy.horizonHours());
        }
        var others = new TreeSet<>(staying);
        others.remove(id);
        var until = look.now.plus(look.settings.windows().horizon()).plus(WakeSearch.lead(look, id));
        var expected = forecast.peak(look.now, until, look.capacity(others));
        if (expected != null && expected.share() > look.high()) {
            return new WhyAwake.ForecastNeedsIt(
                    expected.at(), expected.share() * 100, look.settings.band().highPercent(), expected.dayCount());
        }
        var most = look.settings.pace().most(look.serving.size());
        return parks.size() >= most ? new WhyAwake.EnoughForThisRound(most) : null;
    }

    /** What the sleep of the host is worth over the time that it is likely to last, in Wh; migrations count against it. */
    private double gain(HostId id, int moves) {
        return look.savedWattHours(id) - moves * look.settings.policy().wattHoursPerMove();
    }

    private Map<HostId, Integer> moves() {
        var moves = new HashMap<HostId, Integer>();
        for (Map.Entry<VmId, HostId> at : Questions.homes(questions.lasting).entrySet()) {
            moves.merge(at.getValue(), 1, Integer::sum);
        }
        return moves;
    }
}
