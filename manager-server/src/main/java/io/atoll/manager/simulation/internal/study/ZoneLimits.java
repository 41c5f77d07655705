package io.atoll.manager.simulation.internal.study;

import io.atoll.manager.placement.ShareLimit;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Must-rules about zones and shares: the scheduler heeds them as preferences, and here it is seen whether they hold. */
public record ZoneLimits(List<ShareLimit> limits) {
    public ZoneLimits {
        limits = List.copyOf(limits);
    }

    /** Zones that hold more than they may at the end, and did not, or held fewer, at the start. Rules that were given up do not count. */
    List<String> newlyBroken(Cluster before, Cluster end) {
        var broken = new ArrayList<String>();
        for (var limit : limits) {
            var preference = end.preferences().stream()
                    .filter(one -> one.name().equals(limit.ruleName()))
                    .findFirst();
            if (preference.isPresent()) {
                broken.addAll(newlyBroken(limit, most(limit, preference.get(), end), before, end));
            }
        }
        return broken;
    }

    private static List<String> newlyBroken(ShareLimit limit, int most, Cluster before, Cluster end) {
        var earlier = limit.countByZone(before, _ -> true);
        var broken = new ArrayList<String>();
        for (Map.Entry<String, Integer> zone : limit.countByZone(end, _ -> true).entrySet()) {
            var count = zone.getValue();
            if (count > most && count > earlier.getOrDefault(zone.getKey(), 0)) {
                broken.add("rule %s is broken: %s holds %d of its VMs, and may hold %d"
                        .formatted(limit.ruleName(), zone.getKey(), count, most));
            }
        }
        return broken;
    }

    /** VMs that are spread are spread over the zones that are left. */
    private static int most(ShareLimit limit, Preference preference, Cluster end) {
        return switch (preference) {
            case Preference.SpreadOverZones spread ->
                Math.max(limit.mostVms(), Math.ceilDiv(spread.vms().size(), Math.max(1, zones(spread.label(), end))));
            case Preference.BlastRadius _, Preference.Should _ -> limit.mostVms();
        };
    }

    private static int zones(String label, Cluster cluster) {
        var zones = new TreeSet<String>();
        cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON)
                .map(host -> host.zones().get(label))
                .filter(Objects::nonNull)
                .forEach(zones::add);
        return zones.size();
    }
}
