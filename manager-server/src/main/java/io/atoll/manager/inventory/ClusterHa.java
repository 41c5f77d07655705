package io.atoll.manager.inventory;

/**
 * What people want of HA in a cluster.
 *
 * @param enabled whether VMs can be protected at all
 * @param armed whether agents act on what they see; disarmed they only watch, as while somebody works on the network
 * @param hostFailuresToTolerate for how many hosts that fail at once room is kept
 * @param storageLossDelaySeconds how long a VM waits, paused, for its storage before its storage-loss policy applies
 * @param restartAttempts in a row after which a VM that does not start is left alone until somebody looks
 */
public record ClusterHa(
        boolean enabled,
        boolean armed,
        int hostFailuresToTolerate,
        AdmissionPolicy admissionPolicy,
        int storageLossDelaySeconds,
        int restartAttempts) {
    public static final int MOST_HOST_FAILURES = 31;

    /** A new cluster's: off, until somebody wants it. */
    public static final ClusterHa DEFAULT = new ClusterHa(false, true, 1, AdmissionPolicy.REFUSE, 60, 5);

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
