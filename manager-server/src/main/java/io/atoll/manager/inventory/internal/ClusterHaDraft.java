package io.atoll.manager.inventory.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say of HA in a cluster; what is missing stays as it is.
 *
 * @param timing shown, not settable; a client that sends back what it read is not refused for it
 */
public record ClusterHaDraft(
        @Nullable Boolean enabled,
        @Nullable Boolean armed,
        @Nullable Integer hostFailuresToTolerate,
        @Nullable String admissionPolicy,
        @Nullable Integer windowMs,
        @Nullable Integer storageLossDelaySeconds,
        @Nullable FlappingDraft flapping,
        @Nullable RetriesDraft retries,
        @Nullable TimingDraft timing) {
    private static final int SHORTEST_STORAGE_LOSS_DELAY_SECONDS = 10;
    private static final int LONGEST_STORAGE_LOSS_DELAY_SECONDS = 3_600;
    private static final int MOST_TIMES = 100;
    private static final int DAY_MINUTES = 1_440;
    private static final int WEEK_MINUTES = 10_080;
    private static final int DAY_SECONDS = 86_400;

    /** How often a host may fail before it is left alone. */
    public record FlappingDraft(
            @Nullable Integer failures,
            @Nullable Integer withinMinutes,
            @Nullable Integer quarantineMinutes) {}

    /** How a restart that fails is tried again. */
    public record RetriesDraft(
            @Nullable Integer attempts,
            @Nullable Integer firstPauseSeconds,
            @Nullable Integer longestPauseSeconds) {}

    /** The figures of the lease, as they were read. */
    public record TimingDraft(
            @Nullable Integer renewMs,
            @Nullable Integer acknowledgeMs,
            @Nullable Integer leaseMs,
            @Nullable Integer singleChannelLeaseMs,
            @Nullable Integer freezeMs,
            @Nullable Integer killBoundMs,
            @Nullable Integer marginMs,
            @Nullable Integer shortestWindowMs) {}

    ClusterHa applyTo(ClusterHa before, InputCheck check) {
        if (timing != null) {
            refuseOtherTiming(timing, check);
        }
        return new ClusterHa(
                enabled == null ? before.enabled() : enabled,
                armed == null ? before.armed() : armed,
                or(
                        check,
                        "hostFailuresToTolerate",
                        hostFailuresToTolerate,
                        before.hostFailuresToTolerate(),
                        0,
                        ClusterHa.MOST_HOST_FAILURES),
                check.choice(
                        "spec.ha.admissionPolicy", admissionPolicy, AdmissionPolicy.class, before.admissionPolicy()),
                window(before, check),
                or(
                        check,
                        "storageLossDelaySeconds",
                        storageLossDelaySeconds,
                        before.storageLossDelaySeconds(),
                        SHORTEST_STORAGE_LOSS_DELAY_SECONDS,
                        LONGEST_STORAGE_LOSS_DELAY_SECONDS),
                flapping(before.flapping(), check),
                retries(before.retries(), check));
    }

    /** A shorter one would let a VM be started while the lease of the host that runs it is not over. */
    private int window(ClusterHa before, InputCheck check) {
        if (windowMs == null) {
            return before.windowMs();
        }
        check.require(
                windowMs >= ClusterHa.SHORTEST_WINDOW_MS,
                "spec.ha.windowMs",
                "spec.ha.windowMs is %d; a silent host may run VMs for %d ms and needs up to %d ms to end them, so with the tolerance of the clocks and a margin it must be at least %d."
                        .formatted(
                                windowMs, ClusterHa.LEASE_MS, ClusterHa.KILL_BOUND_MS, ClusterHa.SHORTEST_WINDOW_MS));
        check.require(
                windowMs <= ClusterHa.LONGEST_WINDOW_MS,
                "spec.ha.windowMs",
                "spec.ha.windowMs is %d; it must be at most %d.".formatted(windowMs, ClusterHa.LONGEST_WINDOW_MS));
        return Math.clamp(windowMs, ClusterHa.SHORTEST_WINDOW_MS, ClusterHa.LONGEST_WINDOW_MS);
    }

    private ClusterHa.Flapping flapping(ClusterHa.Flapping before, InputCheck check) {
        if (flapping == null) {
            return before;
        }
        return new ClusterHa.Flapping(
                or(check, "flapping.failures", flapping.failures, before.failures(), 1, MOST_TIMES),
                or(check, "flapping.withinMinutes", flapping.withinMinutes, before.withinMinutes(), 1, DAY_MINUTES),
                or(
                        check,
                        "flapping.quarantineMinutes",
                        flapping.quarantineMinutes,
                        before.quarantineMinutes(),
                        1,
                        WEEK_MINUTES));
    }

    private ClusterHa.Retries retries(ClusterHa.Retries before, InputCheck check) {
        if (retries == null) {
            return before;
        }
        int first = or(
                check,
                "retries.firstPauseSeconds",
                retries.firstPauseSeconds,
                before.firstPauseSeconds(),
                1,
                DAY_SECONDS);
        int longest = or(
                check,
                "retries.longestPauseSeconds",
                retries.longestPauseSeconds,
                before.longestPauseSeconds(),
                1,
                DAY_SECONDS);
        check.require(
                first <= longest,
                "spec.ha.retries.longestPauseSeconds",
                "spec.ha.retries.longestPauseSeconds is %d; it must not be shorter than the first pause of %d."
                        .formatted(longest, first));
        return new ClusterHa.Retries(
                or(check, "retries.attempts", retries.attempts, before.attempts(), 1, MOST_TIMES), first, longest);
    }

    private static int or(InputCheck check, String field, @Nullable Integer wanted, int before, int least, int most) {
        return wanted == null ? before : check.range("spec.ha." + field, wanted, least, most);
    }

    private static void refuseOtherTiming(TimingDraft timing, InputCheck check) {
        unchanged(check, "renewMs", timing.renewMs, ClusterHa.RENEW_MS);
        unchanged(check, "acknowledgeMs", timing.acknowledgeMs, ClusterHa.ACKNOWLEDGE_MS);
        unchanged(check, "leaseMs", timing.leaseMs, ClusterHa.LEASE_MS);
        unchanged(check, "singleChannelLeaseMs", timing.singleChannelLeaseMs, ClusterHa.SINGLE_CHANNEL_LEASE_MS);
        unchanged(check, "freezeMs", timing.freezeMs, ClusterHa.FREEZE_MS);
        unchanged(check, "killBoundMs", timing.killBoundMs, ClusterHa.KILL_BOUND_MS);
        unchanged(check, "marginMs", timing.marginMs, ClusterHa.MARGIN_MS);
        unchanged(check, "shortestWindowMs", timing.shortestWindowMs, ClusterHa.SHORTEST_WINDOW_MS);
    }

    private static void unchanged(InputCheck check, String field, @Nullable Integer said, int fixed) {
        check.require(
                said == null || said == fixed,
                "spec.ha.timing." + field,
                "spec.ha.timing.%s is fixed at %d and cannot be set.".formatted(field, fixed));
    }
}
