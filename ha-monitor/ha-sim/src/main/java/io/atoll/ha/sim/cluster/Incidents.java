package io.atoll.ha.sim.cluster;

import io.atoll.ha.sim.world.ZkView;
import io.atoll.ha.sim.world.Znode;
import io.atoll.ha.timeline.TimedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The incident nodes: how many entries each one has, and the entries for whoever reads the story afterwards. */
public final class Incidents {
    private final SimCluster cluster;
    private final TreeMap<String, Znode<Integer>> counts = new TreeMap<>();
    private final TreeMap<String, List<Stored>> entries = new TreeMap<>();

    /** An entry, and when it was stored. */
    public record Stored(long storedNs, TimedEntry entry) {}

    Incidents(SimCluster cluster) {
        this.cluster = cluster;
    }

    public Znode<Integer> node(String incident) {
        return counts.computeIfAbsent(incident, id -> new Znode<>("ha/incidents/" + id));
    }

    /** As a server sees them. */
    public SortedMap<String, Integer> written(ZkView view) {
        var written = new TreeMap<String, Integer>();
        counts.forEach((incident, node) -> {
            var count = view.get(node).value();
            if (count != null) {
                written.put(incident, count);
            }
        });
        return written;
    }

    /** After the node was written. */
    public void stored(String incident, List<TimedEntry> added) {
        var list = entries.computeIfAbsent(incident, id -> new ArrayList<>());
        added.forEach(entry -> list.add(new Stored(cluster.events.nowNs(), entry)));
    }

    public SortedMap<String, List<Stored>> all() {
        return entries;
    }
}
