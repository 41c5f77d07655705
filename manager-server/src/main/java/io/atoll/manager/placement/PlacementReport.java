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

    /** A host that fits, best first; {@code score} is from 0 (full) to 100 (empty). */
    public record Ranked(UUID hostId, String hostName, double score, List<String> reasons) {
        public Ranked {
            reasons = List.copyOf(reasons);
        }
    }

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
