package io.atoll.manager.placement.internal;

import io.atoll.drs.plan.HostRanking.Candidate;
import io.atoll.drs.plan.HostRanking.Load;
import io.atoll.drs.plan.Score;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.PlacementReport.Part;
import io.atoll.manager.placement.PlacementReport.Ranked;
import io.atoll.manager.placement.PlacementReport.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A decision as people read it. */
final class DecisionReport {
    private static final double LEAST_COST = 1e-9;

    private DecisionReport() {}

    static PlacementReport of(Decision decision, Instant at) {
        var best = decision.chosen().orElse(null);
        return new PlacementReport(
                at,
                best == null ? null : best.host().value(),
                best == null ? whyNowhere(decision) : why(best, decision),
                decision.candidates().stream().map(DecisionReport::ranked).toList(),
                decision.refusals().values().stream()
                        .map(host -> new Refused(
                                host.host().value(),
                                host.hostName(),
                                host.refusals().stream().map(Refusal::reason).toList()))
                        .toList());
    }

    private static String whyNowhere(Decision decision) {
        return decision.question().only() == null ? "No host fits." : "The host that was asked for does not fit.";
    }

    private static String why(Candidate best, Decision decision) {
        var load = explain(best.load());
        if (decision.question().only() != null) {
            return "%s was asked for, and fits: %s.".formatted(best.hostName(), load);
        }
        var count = decision.candidates().size();
        if (count == 1) {
            return "%s is the only host that fits: %s.".formatted(best.hostName(), load);
        }
        return "%s is the best of %d hosts that fit: %s. %s"
                .formatted(
                        best.hostName(),
                        count,
                        load,
                        whyBefore(best, decision.candidates().get(1)));
    }

    /** What the next one costs more. */
    private static String whyBefore(Candidate best, Candidate next) {
        var bestParts = parts(best);
        return parts(next).stream()
                .map(part -> new Part(part.name(), part.rule(), part.cost() - cost(bestParts, part), part.detail()))
                .filter(part -> part.cost() > LEAST_COST)
                .max((one, other) -> Double.compare(one.cost(), other.cost()))
                .map(part -> "On %s, which comes next: %s.".formatted(next.hostName(), part.detail()))
                .orElse("%s would do just as well.".formatted(next.hostName()));
    }

    private static double cost(List<Part> parts, Part like) {
        return parts.stream()
                .filter(part -> part.name().equals(like.name()) && Objects.equals(part.rule(), like.rule()))
                .mapToDouble(Part::cost)
                .sum();
    }

    private static Ranked ranked(Candidate candidate) {
        var load = candidate.load();
        var fullest = Math.max(load.memoryShare(), Math.max(load.vcpuShare(), load.cpuShare()));
        var parts = parts(candidate);
        var reasons = Stream.concat(Stream.of(explain(load)), parts.stream().map(Part::detail))
                .toList();
        return new Ranked(
                candidate.host().value(),
                candidate.hostName(),
                rounded(Math.clamp(100 * (1 - fullest), 0, 100), 100),
                reasons,
                parts);
    }

    private static List<Part> parts(Candidate candidate) {
        var score = candidate.score();
        var parts = new ArrayList<Part>();
        add(
                parts,
                "imbalance",
                null,
                score.imbalance(),
                "the cluster's imbalance would be %s".formatted(decimal(score.imbalance())));
        add(
                parts,
                "overload",
                null,
                Score.IMBALANCE_PER_OVERLOAD * score.overload(),
                "hosts would be %s above what is healthy".formatted(percent(score.overload())));
        candidate
                .preferences()
                .forEach((rule, cost) -> add(
                        parts,
                        "rule",
                        rule,
                        Score.IMBALANCE_PER_MIGRATION * cost,
                        "rule %s would not hold".formatted(rule)));
        return parts;
    }

    private static void add(List<Part> parts, String name, @Nullable String rule, double cost, String detail) {
        if (Math.abs(cost) > LEAST_COST) {
            parts.add(new Part(name, rule, rounded(cost, 1e6), detail));
        }
    }

    private static double rounded(double value, double steps) {
        return Math.round(value * steps) / steps;
    }

    private static String explain(Load load) {
        return "memory %s, vCPUs %s promised, processors %s busy"
                .formatted(percent(load.memoryShare()), percent(load.vcpuShare()), percent(load.cpuShare()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
