package io.atoll.drs.power;

import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says of every host that sleeps why, and when it is expected to wake. */
final class AsleepReasons {
    private static final Duration AHEAD = Duration.ofHours(24);

    private final Look look;
    private final DemandForecast forecast;
    private final PowerOutcome.Rest awake;

    AsleepReasons(Look look, DemandForecast forecast) {
        this.look = look;
        this.forecast = forecast;
        awake = Usage.of(look, look.cluster.withVms(look.running), look.serving);
    }

    SortedMap<HostId, WhyAsleep> of(List<PowerOutcome.Wake> wakes) {
        var reasons = new TreeMap<HostId, WhyAsleep>();
        var woken = wakes.stream().map(PowerOutcome.Wake::host).collect(Collectors.toCollection(HashSet::new));
        var awakeByThen = new TreeSet<>(look.servingSoon());
        awakeByThen.addAll(woken);
        for (var id : look.cluster.hosts().keySet()) {
            var facts = look.facts(id);
            switch (facts.state()) {
                case HostPower.State.Waking(var since) ->
                    reasons.put(
                            id,
                            facts.isLate(look.now)
                                    ? new WhyAsleep.DoesNotWake(since)
                                    : new WhyAsleep.Waking(
                                            since.plus(facts.control().wakeTime())));
                case HostPower.State.Asleep _ -> {
                    if (woken.contains(id)) {
                        reasons.put(
                                id,
                                new WhyAsleep.Waking(
                                        look.now.plus(facts.control().wakeTime())));
                    }
                }
                case HostPower.State.Awake _, HostPower.State.Parking _, HostPower.State.Away _ -> {}
            }
        }
        for (var id : WakeSearch.inOrder(look)) {
            if (look.facts(id).state() instanceof HostPower.State.Asleep(var since) && !woken.contains(id)) {
                reasons.put(id, reason(id, since, awakeByThen));
                awakeByThen.add(id);
            }
        }
        for (var id : look.cluster.hosts().keySet()) {
            if (look.facts(id).state() instanceof HostPower.State.Asleep(var since)) {
                reasons.computeIfAbsent(id, _ -> notNeeded(since));
            }
        }
        return reasons;
    }

    /** Hosts are woken one after another, as demand rises; this one comes once those before it are not enough. */
    private WhyAsleep reason(HostId id, Instant since, Set<HostId> awakeByThen) {
        var lead = WakeSearch.lead(look, id);
        var timesEnd = look.settings.times().end(look.now);
        var expected = forecast.isBlank()
                ? null
                : forecast.firstAbove(look.now, look.now.plus(AHEAD), look.capacity(awakeByThen), look.high());
        if (expected != null && (timesEnd == null || expected.at().isBefore(timesEnd))) {
            return new WhyAsleep.UntilForecast(
                    since,
                    later(look.now, expected.at().minus(lead)),
                    expected.share() * 100,
                    look.settings.band().highPercent());
        }
        return timesEnd == null
                ? notNeeded(since)
                : new WhyAsleep.UntilTimesEnd(since, later(look.now, timesEnd.minus(lead)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private WhyAsleep notNeeded(Instant since) {
        return new WhyAsleep.NotNeeded(
                since,
                awake.cpuPercent(),
                awake.memoryPercent(),
                look.settings.band().highPercent());
    }
}
