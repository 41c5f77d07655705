package io.atoll.manager.placement;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * No zone may hold more than so many of these VMs.
 *
 * @param label which label of hosts names the zone; null: every host is a zone of its own. A host without the label is in no
 *     zone, and not limited
 * @param everyZone whether the rule spreads its VMs evenly over all zones
 */
public record ShareLimit(
        String ruleName, SortedSet<VmId> vms, @Nullable String label, int mostVms, boolean everyZone) {
    public ShareLimit {
        vms = Collections.unmodifiableSortedSet(new TreeSet<>(vms));
    }

    /** The zone of a host, as people call it; null: none. */
    public @Nullable String zoneOf(Host host) {
        return label == null ? host.name() : host.zones().get(label);
    }

    /** How many of the VMs are in each zone now, those left out that {@code counted} says no to. */
    public Map<String, Integer> countByZone(Cluster cluster, Predicate<VmId> counted) {
        var counts = new TreeMap<String, Integer>();
        for (var id : vms) {
            var vm = cluster.vms().get(id);
            var host = vm == null || vm.host() == null ? null : cluster.hosts().get(vm.host());
            var zone = host == null ? null : zoneOf(host);
            if (zone != null && counted.test(id)) {
                counts.merge(zone, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Hosts where one more of the VMs would be too many, each with how many its zone would hold; {@code coming} is not counted. */
    public Map<HostId, Integer> hostsTooFullFor(VmId coming, Cluster cluster) {
        var counts = countByZone(cluster, id -> !id.equals(coming));
        var full = new TreeMap<HostId, Integer>();
        for (var host : cluster.hosts().values()) {
            var zone = zoneOf(host);
            var then = zone == null ? 0 : counts.getOrDefault(zone, 0) + 1;
            if (then > mostVms) {
                full.put(host.id(), then);
            }
        }
        return full;
    }
}
