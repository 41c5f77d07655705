package io.atoll.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The hosts of one cluster at one moment, by id. Immutable and compared by value: equal snapshots lead to equal decisions.
 * What is committed on a host includes every VM that runs there, each VM on its way there (a migrating VM counts on both
 * ends), and every placement that is decided but not yet carried out.
 */
public record ClusterSnapshot(ClusterId cluster, SortedMap<HostId, HostFacts> hosts) {
    public ClusterSnapshot {
        var sorted = new TreeMap<HostId, HostFacts>();
        hosts.forEach((id, host) -> {
            if (!id.equals(host.id())) {
                throw new IllegalArgumentException("The facts of host %s are filed under %s.".formatted(host.id(), id));
            }
            sorted.put(id, host);
        });
        hosts = Collections.unmodifiableSortedMap(sorted);
    }

    public static ClusterSnapshot of(ClusterId cluster, Collection<HostFacts> hosts) {
        var byId = new TreeMap<HostId, HostFacts>();
        for (var host : hosts) {
            if (byId.put(host.id(), host) != null) {
                throw new IllegalArgumentException("Host %s appears twice in one snapshot.".formatted(host.id()));
            }
        }
        return new ClusterSnapshot(cluster, byId);
    }

    /** This snapshot with {@code vm} also counted on {@code host}; unchanged where the host is not part of it. */
    public ClusterSnapshot committing(HostId host, VmDemand vm) {
        var facts = hosts.get(host);
        if (facts == null) {
            return this;
        }
        var changed = new TreeMap<>(hosts);
        changed.put(host, facts.committing(vm));
        return new ClusterSnapshot(cluster, changed);
    }
}
