package io.atoll.manager.inventory.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import io.atoll.manager.inventory.ClusterHa.Flapping;
import io.atoll.manager.inventory.ClusterHa.Pauses;
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
        @Nullable Integer guestSilenceSeconds,
        @Nullable Integer firstRetryPauseSeconds,
        @Nullable Integer longestRetryPauseSeconds,
        @Nullable Integer flapFailures,
        @Nullable Integer flapWindowMinutes,
        @Nullable Integer quarantineMinutes,
        @Nullable FiguresDraft figures) {
    private static final Range STORAGE_LOSS_DELAY_SECONDS = new Range(10, 3_600);
    private static final Range ATTEMPTS = new Range(1, 100);
    private static final Range GUEST_SILENCE_SECONDS = new Range(30, 3_600);
    private static final Range PAUSE_SECONDS = new Range(1, 86_400);
    private static final Range FLAP_FAILURES = new Range(1, 100);
    private static final Range FLAP_WINDOW_MINUTES = new Range(1, 1_440);
    private static final Range QUARANTINE_MINUTES = new Range(0, 10_080);
    private static final long MS_PER_MINUTE = 60_000;

    private record Range(int least, int most) {}

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
            @Nullable Integer startsPerHost) {}

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
                range(
                        check,
                        "storageLossDelaySeconds",
                        storageLossDelaySeconds,
                        before.storageLossDelaySeconds(),
                        STORAGE_LOSS_DELAY_SECONDS),
                range(check, "restartAttempts", restartAttempts, before.restartAttempts(), ATTEMPTS),
                range(
                        check,
                        "guestSilenceSeconds",
                        guestSilenceSeconds,
                        before.guestSilenceSeconds(),
                        GUEST_SILENCE_SECONDS),
                pauses(before.pauses(), check),
                flapping(before.flapping(), check));
    }

    private Pauses pauses(Pauses before, InputCheck check) {
        var first =
                range(check, "firstRetryPauseSeconds", firstRetryPauseSeconds, before.firstSeconds(), PAUSE_SECONDS);
        var longest = range(
                check, "longestRetryPauseSeconds", longestRetryPauseSeconds, before.longestSeconds(), PAUSE_SECONDS);
        check.require(
                first <= longest,
                firstRetryPauseSeconds == null ? "spec.ha.longestRetryPauseSeconds" : "spec.ha.firstRetryPauseSeconds",
                "The first pause before a VM is started again is %d s and the longest %d s; the longest must not be shorter."
                        .formatted(first, longest));
        return new Pauses(first, longest);
    }

    private Flapping flapping(Flapping before, InputCheck check) {
        var failures = range(check, "flapFailures", flapFailures, before.failures(), FLAP_FAILURES);
        var window = range(check, "flapWindowMinutes", flapWindowMinutes, before.windowMinutes(), FLAP_WINDOW_MINUTES);
        var quarantine =
                range(check, "quarantineMinutes", quarantineMinutes, before.quarantineMinutes(), QUARANTINE_MINUTES);
        var each = HaFigures.FIXED.windowMs();
        check.require(
                (long) failures * each <= window * MS_PER_MINUTE,
                flapFailures == null ? "spec.ha.flapWindowMinutes" : "spec.ha.flapFailures",
                ("%d failures of a host within %d min cannot be seen: each takes at least %d ms to be noticed, which is at most %d in "
                                + "that time.")
                        .formatted(failures, window, each, window * MS_PER_MINUTE / each));
        return new Flapping(failures, window, quarantine);
    }

    private static int range(InputCheck check, String field, @Nullable Integer said, int before, Range allowed) {
        return said == null ? before : check.range("spec.ha." + field, said, allowed.least, allowed.most);
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
    }

    private static void unchanged(InputCheck check, String field, @Nullable Integer said, int fixed) {
        check.require(
                said == null || said == fixed,
                "spec.ha.figures." + field,
                "spec.ha.figures.%s is %d everywhere and cannot be set.".formatted(field, fixed));
    }
}
