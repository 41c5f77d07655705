package io.atoll.ha.engine;

import io.atoll.ha.restart.RestartPlacement;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A scheduler small enough to be right at a glance: the host with the most free memory that the VM reaches and may use. */
final class FirstFit implements RestartPlacement {
    @Override
    public Places in(Cluster cluster) {
        return (dead, order) -> {
            var free = new TreeMap<HostId, Long>();
            for (var host : cluster.hosts().values()) {
                if (host.state() == PowerState.ON && !dead.contains(host.id())) {
                    free.put(host.id(), host.capacity().memory().value());
                }
            }
            for (var vm : cluster.vms().values()) {
                if (vm.host() != null && !order.contains(vm.id()) && free.containsKey(vm.host())) {
                    free.merge(vm.host(), -vm.memory().configured().value(), Long::sum);
                }
            }
            var found = new TreeMap<io.atoll.model.VmId, Found>();
            for (var id : order) {
                found.put(
                        id, place(cluster, Objects.requireNonNull(cluster.vms().get(id)), free));
            }
            return found;
        };
    }

    private static Found place(Cluster cluster, Vm vm, Map<HostId, Long> free) {
        var needed = vm.memory().configured().value();
        var best = free.entrySet().stream()
                .filter(entry -> entry.getValue() >= needed)
                .filter(entry -> allowed(
                        cluster, vm, Objects.requireNonNull(cluster.hosts().get(entry.getKey()))))
                .max(Map.Entry.<HostId, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
        if (best.isEmpty()) {
            return new Found.Nowhere("needs %d MiB, most free anywhere: %d MiB%s"
                    .formatted(
                            needed,
                            free.values().stream()
                                    .mapToLong(Long::longValue)
                                    .max()
                                    .orElse(0),
                            notOn(cluster)));
        }
        var host = best.get().getKey();
        free.merge(host, -needed, Long::sum);
        return new Found.On(host);
    }

    private static String notOn(Cluster cluster) {
        return cluster.hosts().values().stream()
                .filter(host -> host.state() != PowerState.ON)
                .map(host -> ", " + host.name() + " " + host.state())
                .sorted()
                .collect(Collectors.joining());
    }

    private static boolean allowed(Cluster cluster, Vm vm, Host host) {
        return vm.needs().metBy(host.reach())
                && cluster.rules().stream()
                        .noneMatch(rule -> rule instanceof Rule.NeverOn never
                                && never.vms().contains(vm.id())
                                && never.hosts().contains(host.id()));
    }
}
