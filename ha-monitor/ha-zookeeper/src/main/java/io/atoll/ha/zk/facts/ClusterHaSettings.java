package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How HA works in one cluster.
 *
 * @param hosts of the cluster and what HA may do with each
 * @param stormPercent when more of the hosts are silent at once, time is no proof
 * @param startsPerHost how many VMs start on a host at once
 * @param mostAttempts how often a VM that fails is started again at once, before pauses begin
 * @param storageLossDelay how long a host's storage must be away before its VMs are moved
 * @param guestSilence how long the agent inside a guest may be silent, where the VM's policy watches it
 */
public record ClusterHaSettings(
        ClusterId cluster,
        boolean enabled,
        SortedMap<HostId, HostUse> hosts,
        int stormPercent,
        int startsPerHost,
        int mostAttempts,
        Duration storageLossDelay,
        Duration guestSilence,
        Pauses pauses,
        Flapping flapping) {
    /**
     * Between starts of a VM that fails again and again: the first pause, doubled each time up to the longest.
     */
    public record Pauses(Duration first, Duration longest) {
        public static final Pauses USUAL = new Pauses(Duration.ofSeconds(30), Duration.ofMinutes(30));

        public Pauses {
            if (first.isNegative() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "The longest pause between starts (%s) must not be shorter than the first (%s)."
                                .formatted(longest, first));
            }
        }
    }

    /** A host that fails so often {@code within} a time gets no VMs for the length of the quarantine. */
    public record Flapping(int failures, Duration within, Duration quarantine) {
        public static final Flapping USUAL = new Flapping(3, Duration.ofHours(1), Duration.ofHours(2));

        public Flapping {
            if (failures < 1 || within.isNegative() || quarantine.isNegative()) {
                throw new IllegalArgumentException(
                        "Failures (%d) until a quarantine must be at least 1, their time (%s) and the quarantine (%s) not negative."
                                .formatted(failures, within, quarantine));
            }
        }
    }

    /** NO_NEW_VMS: in maintenance, or held back for another reason; its own VMs are looked after all the same. */
    public enum HostUse {
        ACCEPTS_VMS,
        NO_NEW_VMS
    }

    public ClusterHaSettings {
        if (stormPercent < 1 || stormPercent > 100) {
            throw new IllegalArgumentException(
                    "The storm guard (%d %%) must be between 1 and 100 %%. Maybe use 30.".formatted(stormPercent));
        }
        if (startsPerHost < 1 || mostAttempts < 1) {
            throw new IllegalArgumentException("Starts per host (%d) and attempts (%d) must be at least 1."
                    .formatted(startsPerHost, mostAttempts));
        }
        if (!guestSilence.isPositive()) {
            throw new IllegalArgumentException(
                    "The allowed silence of a guest (%s) must be positive.".formatted(guestSilence));
        }
    }

    /** How long a guest agent may be silent unless somebody says otherwise. */
    private static final Duration USUAL_SILENCE = Duration.ofMinutes(2);

    /** The usual: 30 % storm guard, 4 starts at once, 5 attempts, 60 s of storage loss, 2 min of a guest's silence. */
    public static ClusterHaSettings usual(ClusterId cluster, SortedMap<HostId, HostUse> hosts) {
        return new ClusterHaSettings(
                cluster, true, hosts, 30, 4, 5, Duration.ofSeconds(60), USUAL_SILENCE, Pauses.USUAL, Flapping.USUAL);
    }

    /** Reads the data of a cluster's settings node. */
    public static ClusterHaSettings read(String path, ClusterId cluster, byte[] data) {
        var node = NodeJson.read(path, data, Node.class);
        var hosts = new TreeMap<HostId, HostUse>();
        if (node.hosts != null) {
            node.hosts.forEach((host, use) -> hosts.put(HostId.parse(host), use));
        }
        return new ClusterHaSettings(
                cluster,
                node.enabled,
                hosts,
                node.stormPercent,
                node.startsPerHost,
                node.mostAttempts,
                Duration.ofMillis(node.storageLossDelayMs),
                duration(node.guestSilenceMs, USUAL_SILENCE),
                new Pauses(
                        duration(node.firstPauseMs, Pauses.USUAL.first()),
                        duration(node.longestPauseMs, Pauses.USUAL.longest())),
                new Flapping(
                        node.flapFailures == null ? Flapping.USUAL.failures() : node.flapFailures,
                        duration(node.flapWithinMs, Flapping.USUAL.within()),
                        duration(node.quarantineMs, Flapping.USUAL.quarantine())));
    }

    /** A manager of an earlier version has written none. */
    private static Duration duration(@Nullable Long milliseconds, Duration usual) {
        return milliseconds == null ? usual : Duration.ofMillis(milliseconds);
    }

    byte[] data() {
        var named = new TreeMap<String, HostUse>();
        hosts.forEach((host, use) -> named.put(host.toString(), use));
        return NodeJson.write(new Node(
                enabled,
                named,
                stormPercent,
                startsPerHost,
                mostAttempts,
                storageLossDelay.toMillis(),
                guestSilence.toMillis(),
                pauses.first().toMillis(),
                pauses.longest().toMillis(),
                flapping.failures(),
                flapping.within().toMillis(),
                flapping.quarantine().toMillis()));
    }

    /** The node's data. */
    record Node(
            boolean enabled,
            @Nullable Map<String, HostUse> hosts,
            int stormPercent,
            int startsPerHost,
            int mostAttempts,
            long storageLossDelayMs,
            @Nullable Long guestSilenceMs,
            @Nullable Long firstPauseMs,
            @Nullable Long longestPauseMs,
            @Nullable Integer flapFailures,
            @Nullable Long flapWithinMs,
            @Nullable Long quarantineMs) {}
}
