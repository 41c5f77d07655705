package io.atoll.manager.inventory.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import io.atoll.manager.inventory.HaFigures;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say of HA in a cluster; what is missing stays as it is.
 *
 * @param figures shown, not settable; a client that sends back what it read is not refused for it
 */
public record ClusterHaDraft(
        @Nullable Boolean enabled,
        @Nullable Boolean armed,
        @Nullable Integer hostFailuresToTolerate,
        @Nullable String admissionPolicy,
        @Nullable Integer storageLossDelaySeconds,
        @Nullable Integer restartAttempts,
        @Nullable FiguresDraft figures) {
    private static final int SHORTEST_STORAGE_LOSS_DELAY_SECONDS = 10;
    private static final int LONGEST_STORAGE_LOSS_DELAY_SECONDS = 3_600;
    private static final int MOST_ATTEMPTS = 100;

    /** The figures as they were read. */
    public record FiguresDraft(
            @Nullable Integer renewMs,
            @Nullable Integer acknowledgeMs,
            @Nullable Integer leaseMs,
            @Nullable Integer singleChannelLeaseMs,
            @Nullable Integer freezeMs,
            @Nullable Integer killBoundMs,
            @Nullable Integer marginMs,
            @Nullable Integer windowMs,
            @Nullable Integer stormPercent,
            @Nullable Integer startsPerHost,
            @Nullable Integer firstRetryPauseSeconds,
            @Nullable Integer longestRetryPauseSeconds,
            @Nullable Integer flapFailures,
            @Nullable Integer quarantineMinutes) {}

    ClusterHa applyTo(ClusterHa before, InputCheck check) {
        if (figures != null) {
            refuseOthers(figures, check);
        }
        return new ClusterHa(
                enabled == null ? before.enabled() : enabled,
                armed == null ? before.armed() : armed,
                hostFailuresToTolerate == null
                        ? before.hostFailuresToTolerate()
                        : check.range(
                                "spec.ha.hostFailuresToTolerate",
                                hostFailuresToTolerate,
                                0,
                                ClusterHa.MOST_HOST_FAILURES),
                check.choice(
                        "spec.ha.admissionPolicy", admissionPolicy, AdmissionPolicy.class, before.admissionPolicy()),
                storageLossDelaySeconds == null
                        ? before.storageLossDelaySeconds()
                        : check.range(
                                "spec.ha.storageLossDelaySeconds",
                                storageLossDelaySeconds,
                                SHORTEST_STORAGE_LOSS_DELAY_SECONDS,
                                LONGEST_STORAGE_LOSS_DELAY_SECONDS),
                restartAttempts == null
                        ? before.restartAttempts()
                        : check.range("spec.ha.restartAttempts", restartAttempts, 1, MOST_ATTEMPTS));
    }

    private static void refuseOthers(FiguresDraft said, InputCheck check) {
        var fixed = HaFigures.FIXED;
        var window = said.windowMs;
        if (window != null && window < fixed.windowMs()) {
            // It would let a VM be started while the host that runs it may still hold its lease.
            check.refuse(
                    "spec.ha.figures.windowMs",
                    "spec.ha.figures.windowMs is %d; a silent host may run VMs for %d ms and needs up to %d ms to end them, so with the tolerance of the clocks and a margin it is %d."
                            .formatted(window, fixed.leaseMs(), fixed.killBoundMs(), fixed.windowMs()));
        } else {
            unchanged(check, "windowMs", window, fixed.windowMs());
        }
        unchanged(check, "renewMs", said.renewMs, fixed.renewMs());
        unchanged(check, "acknowledgeMs", said.acknowledgeMs, fixed.acknowledgeMs());
        unchanged(check, "leaseMs", said.leaseMs, fixed.leaseMs());
        unchanged(check, "singleChannelLeaseMs", said.singleChannelLeaseMs, fixed.singleChannelLeaseMs());
        unchanged(check, "freezeMs", said.freezeMs, fixed.freezeMs());
        unchanged(check, "killBoundMs", said.killBoundMs, fixed.killBoundMs());
        unchanged(check, "marginMs", said.marginMs, fixed.marginMs());
        unchanged(check, "stormPercent", said.stormPercent, fixed.stormPercent());
        unchanged(check, "startsPerHost", said.startsPerHost, fixed.startsPerHost());
        unchanged(check, "firstRetryPauseSeconds", said.firstRetryPauseSeconds, fixed.firstRetryPauseSeconds());
        unchanged(check, "longestRetryPauseSeconds", said.longestRetryPauseSeconds, fixed.longestRetryPauseSeconds());
        unchanged(check, "flapFailures", said.flapFailures, fixed.flapFailures());
        unchanged(check, "quarantineMinutes", said.quarantineMinutes, fixed.quarantineMinutes());
    }

    private static void unchanged(InputCheck check, String field, @Nullable Integer said, int fixed) {
        check.require(
                said == null || said == fixed,
                "spec.ha.figures." + field,
                "spec.ha.figures.%s is %d everywhere and cannot be set.".formatted(field, fixed));
    }
}
