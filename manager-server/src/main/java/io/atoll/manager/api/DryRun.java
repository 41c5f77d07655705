package io.atoll.manager.api;

import io.atoll.manager.problem.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code ?dryRun=true}: all violations, not only the first, and the plan; nothing was changed.
 *
 * @param plan what a real request would have answered, or what the request plans in place of it
 */
public record DryRun<P>(
        boolean wouldSucceed,
        List<Violation> violations,
        @Nullable P plan) {
    /** The name of a dry run's transaction, for whoever would act on a refusal outside of it. */
    public static final String TRANSACTION = "dry-run";

    public DryRun {
        violations = List.copyOf(violations);
    }

    /** One thing that stands in the way, with the code a real request would answer. */
    public record Violation(String code, String detail, List<Cause> causes) {}
}
