package io.atoll.drs.power;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What rules about zones say to hosts that go and come. The scheduler knows them as preferences only, and here they must hold. */
final class Zones {
    private final Look look;

    Zones(Look look) {
        this.look = look;
    }

    /**
     * The zone that would have nobody awake without this host, though VMs that are spread run there or need as many zones; null: none.
     *
     * @param at where VMs are
     * @param others hosts that stay awake
     */
    @Nullable
    WhyAwake lastOfZone(HostId id, Cluster at, Set<HostId> others) {
        for (var limit : look.limits) {
            var zone = zone(limit, id);
            if (!limit.everyZone() || zone == null) {
                continue;
            }
            var left = zones(limit, others);
            if (left.contains(zone)) {
                continue;
            }
            if (counts(limit, Questions.homes(at)).containsKey(zone)
                    || running(limit).size() > left.size()) {
                return new WhyAwake.LastOfZone(limit.ruleName(), zone);
            }
        }
        return null;
    }

    /** A zone that would hold more VMs of a rule than it may, and more than before; null: none. */
    @Nullable
    WhyAwake tooManyTogether(Cluster before, Cluster after) {
        for (var limit : look.limits) {
            var now = counts(limit, Questions.homes(before));
            for (var then : counts(limit, Questions.homes(after)).entrySet()) {
                if (then.getValue() > limit.mostVms() && then.getValue() > now.getOrDefault(then.getKey(), 0)) {
                    return new WhyAwake.ZoneWouldHoldTooMany(
                            limit.ruleName(), then.getKey(), then.getValue(), limit.mostVms());
                }
            }
        }
        return null;
    }

    /** Those of the waiting VMs whose places would be too many for their zones, those before them counted. */
    Set<VmId> tooManyOf(List<Vm> waiting, Map<VmId, HostId> places) {
        var tooMany = new HashSet<VmId>();
        var taken = new HashMap<>(places);
        waiting.forEach(vm -> taken.remove(vm.id()));
        for (var vm : waiting) {
            var place = places.get(vm.id());
            if (place == null) {
                continue;
            }
            if (look.limits.stream().anyMatch(limit -> isFull(limit, vm.id(), place, taken))) {
                tooMany.add(vm.id());
            } else {
                taken.put(vm.id(), place);
            }
        }
        return tooMany;
    }

    private boolean isFull(ZoneLimit limit, VmId vm, HostId place, Map<VmId, HostId> taken) {
        var zone = zone(limit, place);
        return zone != null
                && limit.vms().contains(vm)
                && counts(limit, taken).getOrDefault(zone, 0) >= limit.mostVms();
    }

    /** Zones that VMs which are spread need and that have nobody among these hosts, though somebody there could be woken. */
    int missing(ZoneLimit limit, Set<HostId> open) {
        if (!limit.everyZone()) {
            return 0;
        }
        var all = new TreeSet<>(open);
        all.addAll(look.wakeable);
        var useful = Math.min(running(limit).size(), zones(limit, all).size());
        return Math.max(0, useful - zones(limit, open).size());
    }

    /** The names of the VMs of the rule that run. */
    List<String> running(ZoneLimit limit) {
        var names = new ArrayList<String>();
        look.running.stream().filter(vm -> limit.vms().contains(vm.id())).forEach(vm -> names.add(vm.name()));
        return names;
    }

    private Set<String> zones(ZoneLimit limit, Collection<HostId> hosts) {
        var zones = new HashSet<String>();
        hosts.stream().map(host -> zone(limit, host)).filter(Objects::nonNull).forEach(zones::add);
        return zones;
    }

    private SortedMap<String, Integer> counts(ZoneLimit limit, Map<VmId, HostId> homes) {
        var counts = new TreeMap<String, Integer>();
        for (var vm : limit.vms()) {
            var host = homes.get(vm);
            var zone = host == null ? null : zone(limit, host);
            if (zone != null) {
                counts.merge(zone, 1, Integer::sum);
            }
        }
        return counts;
    }

    private @Nullable String zone(ZoneLimit limit, HostId id) {
        var host = look.host(id);
        return limit.label() == null ? host.name() : host.zones().get(limit.label());
    }
}
