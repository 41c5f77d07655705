package io.atoll.manager.inventory;

/**
 * What people want of HA in a cluster.
 *
 * @param enabled whether VMs can be protected at all
 * @param armed whether agents act on what they see; disarmed they only watch, as while somebody works on the network
 * @param hostFailuresToTolerate for how many hosts that fail at once room is kept
 * @param storageLossDelaySeconds how long a VM waits, paused, for its storage before its storage-loss policy applies
 * @param restartAttempts how often a VM that fails is started again at once, before pauses begin
 * @param guestSilenceSeconds how long the agent inside a guest may be silent, where the VM's health policy watches it
 */
public record ClusterHa(
        boolean enabled,
        boolean armed,
        int hostFailuresToTolerate,
        AdmissionPolicy admissionPolicy,
        int storageLossDelaySeconds,
        int restartAttempts,
        int guestSilenceSeconds,
        Pauses pauses,
        Flapping flapping) {
    public static final int MOST_HOST_FAILURES = 31;

    /** A new cluster's: off, until somebody wants it. */
    public static final ClusterHa DEFAULT = new ClusterHa(
            false, true, 1, AdmissionPolicy.REFUSE, 60, 5, 120, new Pauses(30, 1_800), new Flapping(3, 60, 120));

    /** Between starts of a VM that fails again and again: the first pause, doubled each time up to the longest. */
    public record Pauses(int firstSeconds, int longestSeconds) {}

    /** A host that fails so often within the window gets no VMs for the length of the quarantine. */
    public record Flapping(int failures, int windowMinutes, int quarantineMinutes) {}

    /** What happens to a request after which the tolerated failures could not be survived any more. */
    public enum AdmissionPolicy {
        REFUSE,
        /** It is carried out, and the alarm is raised. */
        WARN
    }

    /** Whether agents are to act for this cluster. */
    public boolean acts() {
        return enabled && armed;
    }
}
