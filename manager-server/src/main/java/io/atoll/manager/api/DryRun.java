package io.atoll.manager.api;

import io.atoll.manager.problem.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to {@code ?dryRun=true}: all violations, not only the first, and the plan; nothing was changed. */
public record DryRun(
        boolean wouldSucceed,
        List<Violation> violations,
        @Nullable Object plan) {
    public DryRun {
        violations = List.copyOf(violations);
    }

    /** One thing that stands in the way, with the code a real request would answer. */
    public record Violation(String code, String detail, List<Cause> causes) {}
}
