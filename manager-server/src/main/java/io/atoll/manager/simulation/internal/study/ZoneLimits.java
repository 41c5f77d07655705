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
import java.util.function.Function;

/** Must-rules about zones and shares: the scheduler heeds them as preferences, and here it is seen whether they hold. */
public record ZoneLimits(List<ShareLimit> limits) {
    public ZoneLimits {
        limits = List.copyOf(limits);
    }

    /** Zones that hold more than they may at the end, and did not, or held fewer, at the start. Rules that were given up do not count. */
    List<String> newlyBroken(Cluster before, Cluster end) {
        return broken(end, limit -> limit.countByZone(before, _ -> true));
    }

    /** The same of rules that there were not before. */
    List<String> broken(Cluster end) {
        return broken(end, _ -> Map.of());
    }

    private List<String> broken(Cluster end, Function<ShareLimit, Map<String, Integer>> earlier) {
        var broken = new ArrayList<String>();
        for (var limit : limits) {
            var preference = end.preferences().stream()
                    .filter(one -> one.name().equals(limit.ruleName()))
                    .findFirst();
            if (preference.isPresent()) {
                broken.addAll(broken(limit, most(limit, preference.get(), end), earlier.apply(limit), end));
            }
        }
        return broken;
    }

    private static List<String> broken(ShareLimit limit, int most, Map<String, Integer> earlier, Cluster end) {
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

    /** VMs that are spread are spread over the zones that there are then. */
    private static int most(ShareLimit limit, Preference preference, Cluster end) {
        return switch (preference) {
            case Preference.SpreadOverZones spread ->
                Math.ceilDiv(spread.vms().size(), Math.max(1, zones(spread.label(), end)));
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
