package io.atoll.drs.plan;

import io.atoll.drs.core.Entitlements;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The score of a placement, written from its definition: everything is counted anew, slowly and simply. */
final class PlainScore {
    private final Cluster cluster;
    private final Map<VmId, HostId> at;
    private final Set<HostId> on;
    private final Map<VmId, Double> entitled;

    PlainScore(Cluster cluster, Map<VmId, HostId> at, Set<HostId> on) {
        this.cluster = cluster;
        this.at = at;
        this.on = on;
        entitled = Entitlements.of(cluster);
    }

    double imbalance() {
        return deviation(this::cpuShare) + deviation(this::memoryShare) + deviation(this::networkShare);
    }

    private double deviation(ToDoubleFunction<Host> share) {
        var values = hostsOn().stream().mapToDouble(share).toArray();
        var mean = java.util.Arrays.stream(values).average().orElse(0);
        return Math.sqrt(java.util.Arrays.stream(values)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0));
    }

    private List<Host> hostsOn() {
        return cluster.hosts().values().stream()
                .filter(host -> on.contains(host.id()))
                .toList();
    }

    private List<Host> running() {
        return cluster.hosts().values().stream()
                .filter(host -> on.contains(host.id()) || host.state().keepsVms())
                .toList();
    }

    double overload() {
        var knee = Math.min(0.8, cluster.limits().cpuShare());
        return hostsOn().stream()
                .mapToDouble(host -> Math.max(0, cpuShare(host) - knee)
                        + Math.max(0, memoryShare(host) - cluster.limits().memoryShare()))
                .sum();
    }

    double unservedMhz() {
        return running().stream().mapToDouble(this::unservedMhz).sum();
    }

    double unservedMhz(Host host) {
        return Math.max(0, load(host) - host.capacity().cpu().value());
    }

    double watts() {
        return running().stream()
                .mapToDouble(host -> host.power().wattsAt(cpuShare(host)))
                .sum();
    }

    int hostsRunning() {
        return running().size();
    }

    double cpuShare(Host host) {
        return load(host) / host.capacity().cpu().value();
    }

    double memoryShare(Host host) {
        return memory(host) / host.capacity().memory().value();
    }

    double networkShare(Host host) {
        return network(host) / host.capacity().networkMbps();
    }

    double load(Host host) {
        return sum(host, this::load);
    }

    double load(Vm vm) {
        var claim = vm.cpu().claim().value();
        return cluster.resourcePools().isEmpty() ? claim : Math.min(claim, entitled.getOrDefault(vm.id(), claim));
    }

    double memory(Host host) {
        return sum(host, vm -> vm.memory().configured().value());
    }

    double network(Host host) {
        return sum(host, vm -> vm.needs().networkMbps());
    }

    double vcpus(Host host) {
        return sum(host, vm -> vm.cpu().vcpuCount());
    }

    private double sum(Host host, ToDoubleFunction<Vm> amount) {
        return cluster.vms().values().stream()
                .filter(vm -> host.id().equals(at.get(vm.id())))
                .mapToDouble(amount)
                .sum();
    }

    double preferenceCost() {
        return cluster.preferences().stream().mapToDouble(this::cost).sum();
    }

    private double cost(Preference preference) {
        var hosts = preference.vms().stream()
                .map(at::get)
                .filter(Objects::nonNull)
                .map(id -> Objects.requireNonNull(cluster.hosts().get(id)))
                .toList();
        var members = preference.vms().stream()
                .filter(id -> cluster.vms().containsKey(id))
                .count();
        return preference.weight()
                * switch (preference) {
                    case Preference.Should(var rule, var _) -> misplaced(rule, hosts);
                    case Preference.SpreadOverZones spread -> {
                        var zones = cluster.hosts().values().stream()
                                .filter(host -> host.state() == PowerState.ON)
                                .map(host -> host.zones().get(spread.label()))
                                .filter(Objects::nonNull)
                                .distinct()
                                .count();
                        yield surplus(
                                counts(hosts, host -> host.zones().get(spread.label())),
                                Math.ceil((double) members / Math.max(1, zones)));
                    }
                    case Preference.BlastRadius radius ->
                        surplus(
                                counts(
                                        hosts,
                                        host -> radius.label() == null
                                                ? host.name()
                                                : host.zones().get(radius.label())),
                                Math.max(1, Math.floor(radius.mostShare() * members)));
                };
    }

    private static double misplaced(Rule rule, List<Host> hosts) {
        return switch (rule) {
            case Rule.KeepApart _ -> surplus(counts(hosts, Host::name), 1);
            case Rule.KeepTogether _ -> hosts.size() - most(counts(hosts, Host::name));
            case Rule.OnlyOn only ->
                hosts.stream().filter(host -> !only.hosts().contains(host.id())).count();
            case Rule.NeverOn never ->
                hosts.stream().filter(host -> never.hosts().contains(host.id())).count();
            case Rule.WithinOneGroup within ->
                within.groups().stream()
                        .mapToLong(group -> hosts.stream()
                                .filter(host -> !group.contains(host.id()))
                                .count())
                        .min()
                        .orElse(hosts.size());
        };
    }

    private static Collection<Integer> counts(
            List<Host> hosts, java.util.function.Function<Host, @org.jspecify.annotations.Nullable String> zoneOf) {
        var counts = new TreeMap<String, Integer>();
        for (var host : hosts) {
            var zone = zoneOf.apply(host);
            if (zone != null) {
                counts.merge(zone, 1, Integer::sum);
            }
        }
        return new ArrayList<>(counts.values());
    }

    private static double surplus(Collection<Integer> counts, double most) {
        return counts.stream().mapToDouble(count -> Math.max(0, count - most)).sum();
    }

    private static int most(Collection<Integer> counts) {
        return counts.stream().mapToInt(count -> count).max().orElse(0);
    }
}
