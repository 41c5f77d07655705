package io.atoll.manager.placement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A decision as people read it and as it is kept with the VM: the ranked hosts, and every refusal with its numbers. */
public record PlacementReport(
        Instant at, @Nullable UUID hostId, String reason, List<Ranked> ranked, List<Refused> refused) {
    public PlacementReport {
        ranked = List.copyOf(ranked);
        refused = List.copyOf(refused);
    }

    /**
     * A host that fits, best first. {@code score} is how empty it would be, from 0 (full) to 100; the order goes by the sum of
     * {@code parts}, which look at the whole cluster.
     */
    public record Ranked(UUID hostId, String hostName, double score, List<String> reasons, List<Part> parts) {
        public Ranked {
            reasons = List.copyOf(reasons);
            // Decisions of earlier versions were kept without parts.
            parts = parts == null ? List.of() : List.copyOf(parts);
        }
    }

    /**
     * What a host costs the cluster in one respect: {@code imbalance}, {@code overload}, or {@code rule}, once for each rule
     * that should hold and would not; less is better, and what costs nothing is not listed.
     *
     * @param rule the rule's name; null: no rule
     */
    public record Part(String name, @Nullable String rule, double cost, String detail) {}

    /** A host that does not fit, and everything that is in the way. */
    public record Refused(UUID hostId, String hostName, List<Reason> refusals) {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /** One check that said no; need and free are in {@code unit}, for checks that count something. */
    public record Reason(
            String check,
            @Nullable Long need,
            @Nullable Long free,
            @Nullable String unit,
            String detail) {}
}
