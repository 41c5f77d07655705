package io.atoll.ha.facts;

import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one agent sees of one cluster at one moment. Missing answers are part of it: a fact that could not be read is told as such.
 *
 * @param cluster sizes, rules and reach for placement, as last told; null: not known, so nothing can be placed
 * @param stored what leaders have written so far
 */
public record HaFacts(
        Leadership leadership,
        HaSettings settings,
        SortedMap<HostId, WatchedHost> hosts,
        SortedMap<VmId, WatchedVm> vms,
        @Nullable Cluster cluster,
        Stored stored) {
    public HaFacts {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
    }

    /**
     * Who watches, and whether it may act.
     *
     * @param leads whether this agent is HA leader as far as it knows, and all of these facts are current
     * @param epoch of the present leadership
     * @param zookeeperAnswers false: no beat can be read and no owner changed
     */
    public record Leadership(HostId self, boolean leads, LeaderEpoch epoch, boolean zookeeperAnswers) {}

    /**
     * What is stored for people already.
     *
     * @param timelineEntries how many, by the incident's id
     * @param alarms the text of each alarm that is raised, by key
     */
    public record Stored(SortedMap<String, Integer> timelineEntries, SortedMap<String, String> alarms) {
        public static final Stored NOTHING = new Stored(new TreeMap<>(), new TreeMap<>());

        public Stored {
            timelineEntries = Collections.unmodifiableSortedMap(new TreeMap<>(timelineEntries));
            alarms = Collections.unmodifiableSortedMap(new TreeMap<>(alarms));
        }
    }
}
