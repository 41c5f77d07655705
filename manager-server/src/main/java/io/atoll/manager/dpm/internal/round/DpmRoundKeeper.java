package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.PowerOutcome;
import io.atoll.drs.power.WhyAwake;
import io.atoll.manager.dpm.DpmMode;
import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.RecommendationBook;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Kind;
import io.atoll.manager.dpm.internal.book.RecommendationBook.Proposal;
import io.atoll.manager.dpm.internal.round.DpmRoundView.DpmVerdict;
import io.atoll.manager.dpm.internal.round.DpmRoundView.HostReason;
import io.atoll.manager.dpm.internal.settings.DpmSettings;
import io.atoll.manager.dpm.internal.settings.DpmSettingsStore;
import io.atoll.manager.platform.Ids;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what a round came to, all in one transaction, and says what is to be begun. */
@Component
class DpmRoundKeeper {
    private static final double PERCENT = 100;
    private static final DpmReason ROLLING = DpmReason.of(
            "rolling-maintenance",
            "It is part of a rolling maintenance that has not ended: it stays awake until then.");

    private final DpmSettingsStore settings;
    private final DpmRoundStore rounds;
    private final RecommendationBook recommendations;
    private final Ids ids;

    DpmRoundKeeper(DpmSettingsStore settings, DpmRoundStore rounds, RecommendationBook recommendations, Ids ids) {
        this.settings = settings;
        this.rounds = rounds;
        this.recommendations = recommendations;
        this.ids = ids;
    }

    /** Settings that were changed while the round was thinking count: what was switched off is not carried out. */
    @Transactional
    public List<Proposal> keep(DpmSettings decided, DpmFacts facts, PowerOutcome outcome, Instant now, long tookMs) {
        var wanted = settings.lock(decided.cluster(), now);
        var proposals = proposals(outcome);
        rounds.add(round(decided, facts, outcome, proposals, now, tookMs));
        return switch (wanted.mode()) {
            case OFF -> {
                recommendations.withdraw(wanted.cluster(), "Power saving was switched off.");
                yield wakeAll(facts);
            }
            case RECOMMEND -> {
                recommendations.reconcile(wanted.cluster(), proposals);
                yield List.of();
            }
            case APPLY -> {
                recommendations.withdraw(wanted.cluster(), "Power saving acts by itself now.");
                yield decided.mode() == DpmMode.APPLY ? proposals : List.<Proposal>of();
            }
        };
    }

    private static List<Proposal> proposals(PowerOutcome outcome) {
        var proposals = new ArrayList<Proposal>();
        outcome.wakes()
                .forEach(wake -> proposals.add(
                        new Proposal(Kind.WAKE, wake.host(), wake.hostName(), ReasonWords.of(wake.reason()))));
        outcome.parks().forEach(park -> proposals.add(parking(park)));
        return proposals;
    }

    private static Proposal parking(PowerOutcome.Park park) {
        var after = park.after();
        var moves = park.plan().steps().stream()
                .mapToInt(step -> step.migrations().size())
                .sum();
        var text =
                "It is not needed: %d VMs can leave it, the other %d hosts are used by %.0f %% (CPU) and %.0f %% (memory) then, and its sleep saves about %.0f W."
                        .formatted(
                                moves, after.hostCount(), after.cpuPercent(), after.memoryPercent(), park.wattsSaved());
        var reason = DpmReason.of("not-needed", text)
                .with("moves", moves)
                .with("hostCount", after.hostCount())
                .with("cpuPercent", Math.round(after.cpuPercent()))
                .with("memoryPercent", Math.round(after.memoryPercent()))
                .with("wattsSaved", Math.round(park.wattsSaved()));
        return new Proposal(Kind.PARK, park.host(), park.hostName(), reason);
    }

    /** Nobody sleeps in a cluster that does not save power. */
    private static List<Proposal> wakeAll(DpmFacts facts) {
        var why = DpmReason.of("switched-off", "Power saving was switched off.");
        return facts.parked().values().stream()
                .filter(host -> host.state() == ParkedState.ASLEEP || host.state() == ParkedState.DRAINING)
                .map(host -> new Proposal(Kind.WAKE, host.host(), host.name(), why))
                .toList();
    }

    private DpmRoundView round(
            DpmSettings decided,
            DpmFacts facts,
            PowerOutcome outcome,
            List<Proposal> proposals,
            Instant now,
            long tookMs) {
        var asleep = (int) facts.parked().values().stream()
                .filter(host -> host.state() == ParkedState.ASLEEP)
                .count();
        return new DpmRoundView(
                ids.next(),
                decided.cluster().value(),
                now,
                outcome.wakes().isEmpty()
                        ? outcome.parks().isEmpty() ? DpmVerdict.RESTS : DpmVerdict.PARKS
                        : DpmVerdict.WAKES,
                proposals.isEmpty() ? "" : proposals.getFirst().reason().text(),
                load(facts.model()),
                (int) facts.model().hosts().values().stream()
                        .filter(host -> host.state() == PowerState.ON)
                        .count(),
                asleep,
                outcome.next().steadySince(),
                reasons(decided, facts, outcome),
                tookMs);
    }

    private static List<HostReason> reasons(DpmSettings decided, DpmFacts facts, PowerOutcome outcome) {
        SortedMap<HostId, DpmReason> reasons = new TreeMap<>();
        outcome.whyAwake().forEach((host, why) -> {
            var isRolling = why instanceof WhyAwake.Excluded
                    && facts.rules().rolling().contains(host)
                    && !decided.excluded().contains(host);
            reasons.put(host, isRolling ? ROLLING : ReasonWords.of(why));
        });
        outcome.whyAsleep().forEach((host, why) -> reasons.put(host, ReasonWords.of(why)));
        facts.troubles().forEach((host, trouble) -> reasons.put(host, trouble.timedReason()));
        outcome.wakes().forEach(wake -> reasons.put(wake.host(), ReasonWords.of(wake.reason())));
        outcome.parks().forEach(park -> reasons.put(park.host(), parking(park).reason()));
        return reasons.entrySet().stream()
                .map(one -> new HostReason(one.getKey().value(), one.getValue()))
                .toList();
    }

    private static @Nullable Double load(Cluster model) {
        var cpu = 0.0;
        var memory = 0.0;
        var asked = 0.0;
        var active = 0.0;
        for (var host : model.hosts().values()) {
            if (host.state() == PowerState.ON) {
                cpu += host.capacity().cpu().value();
                memory += host.capacity().memory().value();
            }
        }
        for (var vm : model.vms().values()) {
            if (vm.host() != null) {
                asked += vm.cpu().claim().value();
                active += vm.memory().active().value();
            }
        }
        return cpu == 0 ? null : (Double) (PERCENT * Math.max(asked / cpu, active / memory));
    }
}
