package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something HA did, moment by moment, for the manager to fetch whenever it is there again.
 *
 * @param key names it among all of the cluster's, whichever agent finds it
 * @param kind of incident, a stable word for programs
 * @param host it is about; null: about no single one
 * @param leftOut how many moments in the middle were left out to keep the node small
 */
public record Incident(
        UUID id,
        String key,
        ClusterId cluster,
        String kind,
        @Nullable HostId host,
        boolean ended,
        int leftOut,
        List<Moment> timeline) {
    /** A node above this would slow down everybody's ZooKeeper. */
    static final int LONGEST_BYTES = 64 * 1024;

    private static final int LONGEST_TEXT = 1_000;

    /** How an incident began is never left out. */
    private static final int FIRST_KEPT = 16;

    /** What happened at one moment: a stable word for programs, and a sentence for people. */
    public record Moment(Instant at, String what, String text) {}

    public Incident {
        timeline = List.copyOf(timeline);
    }

    public Incident asEnded() {
        return new Incident(id, key, cluster, kind, host, true, leftOut, timeline);
    }

    /** How many moments it has, those that were left out too. */
    public int moments() {
        return timeline.size() + leftOut;
    }

    /** Reads the data of an incident's node. */
    public static Incident read(String path, UUID id, byte[] data) {
        var node = NodeJson.read(path, data, Node.class, LONGEST_BYTES);
        var timeline = node.timeline.stream()
                .map(moment -> new Moment(Instant.ofEpochMilli(moment.atMs), moment.what, moment.text))
                .toList();
        var host = node.host == null ? null : HostId.parse(node.host);
        return new Incident(
                id, node.key, ClusterId.parse(node.cluster), node.kind, host, node.ended, node.leftOut, timeline);
    }

    /** Never longer than {@link #LONGEST_BYTES}: the middle gives way, oldest first. */
    byte[] data() {
        var kept = new ArrayList<MomentNode>();
        timeline.forEach(
                moment -> kept.add(new MomentNode(moment.at.toEpochMilli(), cut(moment.what), cut(moment.text))));
        var dropped = leftOut;
        while (true) {
            var data = NodeJson.write(new Node(
                    key, cluster.toString(), cut(kind), host == null ? null : host.toString(), ended, dropped, kept));
            if (data.length <= LONGEST_BYTES || kept.size() <= FIRST_KEPT) {
                return data;
            }
            var many = Math.max(1, (kept.size() - FIRST_KEPT) / 8);
            kept.subList(FIRST_KEPT, FIRST_KEPT + many).clear();
            dropped += many;
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    /** The node's data. */
    record Node(
            String key,
            String cluster,
            String kind,
            @Nullable String host,
            boolean ended,
            int leftOut,
            List<MomentNode> timeline) {}

    /** A moment in the node's data. */
    record MomentNode(long atMs, String what, String text) {}
}
