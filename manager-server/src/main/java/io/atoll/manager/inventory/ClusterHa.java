package io.atoll.manager.inventory;

/**
 * What people want of HA in a cluster. The figures are those of {@code ha-monitor/docs/0001-protocol.md}.
 *
 * @param enabled whether VMs can be protected at all
 * @param armed whether agents act on what they see; disarmed they only watch, as while somebody works on the network
 * @param hostFailuresToTolerate for how many hosts that fail at once room is kept
 * @param windowMs how long a host must have been silent on every channel before it counts as dead
 * @param storageLossDelaySeconds how long a VM waits, paused, for its storage before its storage-loss policy applies
 */
public record ClusterHa(
        boolean enabled,
        boolean armed,
        int hostFailuresToTolerate,
        AdmissionPolicy admissionPolicy,
        int windowMs,
        int storageLossDelaySeconds,
        Flapping flapping,
        Retries retries) {
    /** Between the starts of two renewals on a channel (R). */
    public static final int RENEW_MS = 1_000;
    /** A renewal acknowledged later after its start does not count (A). */
    public static final int ACKNOWLEDGE_MS = 1_000;
    /** The host may run HA VMs for so long after the start of its last counted renewal (T). */
    public static final int LEASE_MS = 4_000;
    /** The lease of a host with one channel only. */
    public static final int SINGLE_CHANNEL_LEASE_MS = 20_000;
    /** After so much of the lease the VMs are frozen (0.6 T). */
    public static final int FREEZE_MS = 2_400;
    /** Within so long after the end of the lease nothing of the VMs runs (K). */
    public static final int KILL_BOUND_MS = 1_000;
    /** Clocks run at most so much faster or slower than each other (eps). */
    public static final double CLOCK_RATE_TOLERANCE = 0.005;
    /** What is left for everything else (M). */
    public static final int MARGIN_MS = 400;
    /** W = (T + K)(1 + 2 eps) + M. */
    public static final int SHORTEST_WINDOW_MS = 5_450;

    public static final int LONGEST_WINDOW_MS = 120_000;
    public static final int MOST_HOST_FAILURES = 31;

    /** A new cluster's: off, until somebody wants it. */
    public static final ClusterHa DEFAULT = new ClusterHa(
            false,
            true,
            1,
            AdmissionPolicy.REFUSE,
            SHORTEST_WINDOW_MS,
            60,
            new Flapping(3, 60, 120),
            new Retries(5, 30, 1_800));

    /** What happens to a request after which the tolerated failures could not be survived any more. */
    public enum AdmissionPolicy {
        REFUSE,
        /** It is carried out, and the alarm is raised. */
        WARN
    }

    /** A host that failed so often within so long is not used for restarts for a while. */
    public record Flapping(int failures, int withinMinutes, int quarantineMinutes) {}

    /** So many attempts at a restart in a row; from then on with pauses, from the first to the longest, each twice the last. */
    public record Retries(int attempts, int firstPauseSeconds, int longestPauseSeconds) {}

    /** Whether agents are to act for this cluster. */
    public boolean acts() {
        return enabled && armed;
    }
}
