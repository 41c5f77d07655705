package io.atoll.ha.admission;

import io.atoll.ha.admission.Admission.NotTolerated;
import io.atoll.ha.admission.Admission.Refused;
import io.atoll.ha.admission.Admission.Shortfall;
import io.atoll.ha.admission.Admission.Tolerated;
import io.atoll.ha.admission.Admission.Tried;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.restart.RestartOrder;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers "how many hosts may fail?" and "what if this host died now?" by placing the VMs of the dead hosts on the others, with
 * everything that placement knows: room, rules, storage, networks, CPU features.
 */
public final class AdmissionControl {
    private final Cluster cluster;
    private final SortedMap<VmId, Protection> protections;
    private final RestartOrder order;
    private final RestartPlacement.Places places;
    private final SortedMap<HostId, SortedSet<VmId>> protectedOn = new TreeMap<>();

    /** @param protections of the VMs that are to be restarted; all others are not missed */
    public AdmissionControl(Cluster cluster, SortedMap<VmId, Protection> protections, RestartPlacement placement) {
        this.cluster = cluster;
        this.protections = new TreeMap<>(protections);
        order = new RestartOrder(this.protections);
        places = placement.in(cluster);
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null && this.protections.containsKey(vm.id())) {
                protectedOn.computeIfAbsent(vm.host(), _ -> new TreeSet<>()).add(vm.id());
            }
        }
    }

    /** Whether so many hosts may fail at once, whichever they are. */
    public Admission tolerates(int failures) {
        var hosts = hostsThatMayFail();
        if (failures < 0) {
            return new Refused("%d host failures cannot be tolerated: ask for 0 or more.".formatted(failures));
        }
        if (failures > 0 && failures >= hosts.size()) {
            return new Refused("%d host failures cannot be tolerated by %d hosts that are on: at most %d."
                    .formatted(failures, hosts.size(), Math.max(0, hosts.size() - 1)));
        }
        var circle = order.circle();
        if (!circle.isEmpty()) {
            return new Refused(
                    "VMs start after each other in a circle, so none could start first: %s. Take one of them out."
                            .formatted(circle.stream().map(this::name).collect(Collectors.joining(", then "))));
        }
        var sets = new FailureSets(cluster, hosts);
        var tried = sets.of(failures);
        var shortfalls = new ArrayList<Shortfall>();
        for (var dead : tried) {
            var left = left(dead);
            if (!left.isEmpty()) {
                shortfalls.add(new Shortfall(dead, left));
            }
        }
        var summary = new Tried(failures, tried.size(), sets.isEvery(failures));
        return shortfalls.isEmpty() ? new Tolerated(summary) : new NotTolerated(summary, shortfalls);
    }

    /** What would happen if these hosts died now. */
    public RestartForecast ifDied(SortedSet<HostId> hosts) {
        var vms = protectedOn(hosts);
        var ordered = order.of(vms);
        var found = places.place(hosts, ordered);
        var restarts = new ArrayList<RestartForecast.Restart>();
        for (var vm : ordered) {
            var protection = protections.get(vm);
            var waitsFor = protection == null
                    ? List.<VmId>of()
                    : protection.startsAfter().stream()
                            .filter(other -> vms.contains(other))
                            .toList();
            restarts.add(new RestartForecast.Restart(
                    vm, found.getOrDefault(vm, new Found.Nowhere("no answer about it was found")), waitsFor));
        }
        return new RestartForecast(restarts);
    }

    private SortedMap<VmId, String> left(SortedSet<HostId> dead) {
        var left = new TreeMap<VmId, String>();
        places.place(dead, order.of(protectedOn(dead))).forEach((vm, found) -> {
            if (found instanceof Found.Nowhere(var reason)) {
                left.put(vm, reason);
            }
        });
        return left;
    }

    private SortedSet<VmId> protectedOn(SortedSet<HostId> hosts) {
        var vms = new TreeSet<VmId>();
        hosts.forEach(host -> vms.addAll(protectedOn.getOrDefault(host, new TreeSet<>())));
        return vms;
    }

    private SortedSet<HostId> hostsThatMayFail() {
        var hosts = new TreeSet<HostId>();
        for (var host : cluster.hosts().values()) {
            if (host.state() == PowerState.ON) {
                hosts.add(host.id());
            }
        }
        return hosts;
    }

    private String name(VmId vm) {
        var known = cluster.vms().get(vm);
        return known == null ? vm.toString() : known.name();
    }
}
