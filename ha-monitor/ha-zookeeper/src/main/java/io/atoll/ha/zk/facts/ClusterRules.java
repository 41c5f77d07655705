package io.atoll.ha.zk.facts;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The placement rules that HA keeps when it restarts VMs of one cluster, with the ids of those they mean.
 *
 * @param must no restart breaks one; a VM that no rule leaves a host waits
 * @param should kept where that leaves no VM down
 * @param zones of hosts, by label, as far as {@code should} asks for them
 */
public record ClusterRules(
        ClusterId cluster,
        List<Rule> must,
        List<Preference> should,
        SortedMap<HostId, SortedMap<String, String>> zones) {
    /** What one node may hold, in bytes: a handful of them still fits into one answer of ZooKeeper. */
    public static final int MOST_BYTES = 64 * 1024;

    public ClusterRules {
        must = List.copyOf(must);
        should = List.copyOf(should);
        var copy = new TreeMap<HostId, SortedMap<String, String>>();
        zones.forEach((host, named) -> copy.put(host, Collections.unmodifiableSortedMap(new TreeMap<>(named))));
        zones = Collections.unmodifiableSortedMap(copy);
    }

    public static ClusterRules none(ClusterId cluster) {
        return new ClusterRules(cluster, List.of(), List.of(), new TreeMap<>());
    }

    /**
     * As many rules as one node holds, and the names of the others.
     *
     * @param leftOut rules that HA will not know
     */
    public record Fitted(ClusterRules told, SortedSet<String> leftOut) {
        public Fitted {
            leftOut = Collections.unmodifiableSortedSet(new TreeSet<>(leftOut));
        }
    }

    /** Chooses what HA is told: must-rules about hosts first, then must-rules about VMs, then what should hold; small ones first. */
    public static Fitted fitting(
            ClusterId cluster,
            Collection<Rule> must,
            Collection<Preference> should,
            SortedMap<HostId, ? extends SortedMap<String, String>> zones) {
        return RuleBudget.fitted(cluster, must, should, zones);
    }

    public boolean isEmpty() {
        return must.isEmpty() && should.isEmpty();
    }

    /** Reads the data of a cluster's rules node. */
    public static ClusterRules read(String path, ClusterId cluster, byte[] data) {
        return RulesNode.read(path, data).toRules(path, cluster);
    }

    byte[] data() {
        var data = RulesNode.of(this).data();
        if (data.length > MOST_BYTES) {
            throw new IllegalArgumentException("The rules of cluster %s take %d bytes; at most %d are told to HA."
                    .formatted(cluster, data.length, MOST_BYTES));
        }
        return data;
    }
}
