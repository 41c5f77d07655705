package io.atoll.drs.plan;

import io.atoll.drs.plan.Explanation.Load;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is where while a plan is replayed, in the words of the model and not of the search: plain, and good enough to explain. */
final class Ledger {
    private final Cluster cluster;
    private final Map<VmId, HostId> at = new HashMap<>();
    private final Map<HostId, double[]> used = new HashMap<>();
    private final Map<HostId, SortedMap<VmId, Vm>> residents = new HashMap<>();
    private final Set<HostId> on = new HashSet<>();
    private final Map<String, Host> byName = new HashMap<>();
    private final Map<VmId, List<Rule>> rulesOf = new HashMap<>();

    Ledger(Cluster cluster) {
        this.cluster = cluster;
        for (var host : cluster.hosts().values()) {
            used.put(host.id(), new double[3]);
            residents.put(host.id(), new TreeMap<>());
            byName.put(host.name(), host);
            if (host.state() == PowerState.ON) {
                on.add(host.id());
            }
        }
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                at.put(vm.id(), vm.host());
                count(vm, vm.host(), 1);
            }
        }
        for (var rule : cluster.rules()) {
            rule.vms()
                    .forEach(vm ->
                            rulesOf.computeIfAbsent(vm, _ -> new ArrayList<>()).add(rule));
        }
    }

    private void count(Vm vm, HostId host, int sign) {
        var amounts = amounts(host);
        amounts[0] += sign * vm.cpu().claim().value();
        amounts[1] += sign * (double) vm.memory().configured().value();
        amounts[2] += sign * vm.cpu().vcpuCount();
        var vms = Objects.requireNonNull(residents.get(host));
        if (sign > 0) {
            vms.put(vm.id(), vm);
        } else {
            vms.remove(vm.id());
        }
    }

    private double[] amounts(HostId host) {
        return Objects.requireNonNull(used.get(host));
    }

    void wake(HostId host) {
        on.add(host);
    }

    void sleep(HostId host) {
        on.remove(host);
    }

    void move(Vm vm, Host to) {
        var from = at.put(vm.id(), to.id());
        if (from != null) {
            count(vm, from, -1);
        }
        count(vm, to.id(), 1);
    }

    @Nullable
    Host hostNamed(String name) {
        return byName.get(name);
    }

    List<Vm> residents(Host host) {
        return List.copyOf(Objects.requireNonNull(residents.get(host.id())).values());
    }

    Load load(Host host) {
        var amounts = amounts(host.id());
        return new Load(
                amounts[0] / host.capacity().cpu().value(),
                amounts[1] / host.capacity().memory().value());
    }

    /** Standard deviation of the CPU shares plus that of the memory shares, over the hosts that are on. */
    double imbalance() {
        var cpu = new double[2];
        var memory = new double[2];
        for (var id : on) {
            var load = load(Objects.requireNonNull(cluster.hosts().get(id)));
            cpu[0] += load.cpuShare();
            cpu[1] += load.cpuShare() * load.cpuShare();
            memory[0] += load.memoryShare();
            memory[1] += load.memoryShare() * load.memoryShare();
        }
        return deviation(cpu) + deviation(memory);
    }

    private double deviation(double[] sums) {
        var count = Math.max(1, on.size());
        var mean = sums[0] / count;
        return Math.sqrt(Math.max(0, sums[1] / count - mean * mean));
    }

    double imbalanceWith(Vm vm, Host host) {
        var from = at.get(vm.id());
        if (from != null) {
            count(vm, from, -1);
        }
        count(vm, host.id(), 1);
        var result = imbalance();
        count(vm, host.id(), -1);
        if (from != null) {
            count(vm, from, 1);
        }
        return result;
    }

    /** What is in the way of the VM on this host, with figures; null: nothing. */
    @Nullable
    String refusal(Vm vm, Host host) {
        if (!on.contains(host.id())) {
            return "is not on";
        }
        if (!vm.needs().metBy(host.reach())) {
            return "does not reach its storage or networks, or lacks CPU features";
        }
        var limits = cluster.limits();
        var amounts = amounts(host.id());
        var memoryFree = host.capacity().memory().value() * limits.memoryShare() - amounts[1];
        if (vm.memory().configured().value() > memoryFree) {
            return String.format(
                    Locale.ROOT, "memory: needs %s, %.0f MiB free", vm.memory().configured(), Math.max(0, memoryFree));
        }
        var cpuFree = host.capacity().cpu().value() * limits.cpuShare() - amounts[0];
        if (vm.cpu().claim().value() > cpuFree) {
            return String.format(
                    Locale.ROOT, "CPU: needs %s, %.0f MHz free", vm.cpu().claim(), Math.max(0, cpuFree));
        }
        if (vm.cpu().vcpuCount() > host.capacity().coreCount() * limits.vcpusPerCore() - amounts[2]) {
            return String.format(Locale.ROOT, "vCPUs: %.0f promised already", amounts[2]);
        }
        return brokenRule(vm, host);
    }

    private @Nullable String brokenRule(Vm vm, Host host) {
        for (var rule : rulesOf.getOrDefault(vm.id(), List.of())) {
            var broken = switch (rule) {
                case Rule.KeepApart apart ->
                    apart.vms().stream()
                            .anyMatch(
                                    other -> !other.equals(vm.id()) && host.id().equals(at.get(other)));
                case Rule.KeepTogether _ -> false;
                case Rule.OnlyOn only -> !only.hosts().contains(host.id());
                case Rule.NeverOn never -> never.hosts().contains(host.id());
                case Rule.WithinOneGroup within ->
                    within.groups().stream().noneMatch(group -> group.contains(host.id()));
            };
            if (broken) {
                return String.format(Locale.ROOT, "rule %s forbids it", rule.name());
            }
        }
        return null;
    }

    /** Another host that is on and could take the VM; null: there is none. */
    @Nullable
    Host roomiest(Vm vm, Host not) {
        return cluster.hosts().values().stream()
                .filter(host -> !host.equals(not) && refusal(vm, host) == null)
                .findFirst()
                .orElse(null);
    }

    String mostFree(Host not) {
        var limits = cluster.limits();
        var cpu = 0.0;
        var memory = 0.0;
        for (var host : cluster.hosts().values()) {
            if (on.contains(host.id()) && !host.equals(not)) {
                var amounts = amounts(host.id());
                cpu = Math.max(cpu, host.capacity().cpu().value() * limits.cpuShare() - amounts[0]);
                memory = Math.max(memory, host.capacity().memory().value() * limits.memoryShare() - amounts[1]);
            }
        }
        return String.format(Locale.ROOT, "the most free elsewhere is %.0f MHz and %.0f MiB", cpu, memory);
    }
}
