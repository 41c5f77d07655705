package io.atoll.drs.plan;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** The cluster as it would be after changes, one after the other; any question can then be asked about it. */
public final class WhatIf {
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private WhatIf() {}

    /**
     * The cluster once all of this has happened.
     *
     * @throws IllegalArgumentException where a change names a host or VM that the cluster does not have
     */
    public static Cluster after(Cluster cluster, List<Change> changes) {
        var changed = cluster;
        for (var change : changes) {
            changed = after(changed, change);
        }
        return changed;
    }

    private static Cluster after(Cluster cluster, Change change) {
        return switch (change) {
            case Change.HostDies(var host) -> {
                known(cluster.hosts().containsKey(host), "host", host);
                yield Scheduler.withoutDead(cluster, new TreeSet<>(List.of(host)));
            }
            case Change.HostsAdded(var like, var count) -> withHosts(cluster, like, count);
            case Change.VmsAdded(var like, var count) -> withVms(cluster, like, count);
            case Change.DemandGrows grows -> withDemand(cluster, grows);
            case Change.RuleGone(var name) ->
                cluster.withRules(cluster.rules().stream()
                                .filter(rule -> !rule.name().equals(name))
                                .toList())
                        .with(cluster.preferences().stream()
                                .filter(preference -> !preference.name().equals(name))
                                .toList());
        };
    }

    private static Cluster withHosts(Cluster cluster, HostId like, int count) {
        var model = cluster.hosts().get(like);
        known(model != null, "host", like);
        var hosts = new ArrayList<>(cluster.hosts().values());
        for (var i = 1; model != null && i <= count; i++) {
            hosts.add(new Host(
                    new HostId(copy(like.value(), hosts.size())),
                    "%s#%d".formatted(model.name(), i),
                    model.capacity(),
                    model.reach(),
                    model.zones(),
                    PowerState.ON,
                    model.power()));
        }
        return cluster.withHosts(hosts);
    }

    private static Cluster withVms(Cluster cluster, VmId like, int count) {
        var model = cluster.vms().get(like);
        known(model != null, "VM", like);
        var vms = new ArrayList<>(cluster.vms().values());
        for (var i = 1; model != null && i <= count; i++) {
            vms.add(new Vm(
                    new VmId(copy(like.value(), vms.size())),
                    "%s#%d".formatted(model.name(), i),
                    null,
                    model.cpu(),
                    model.memory(),
                    model.needs(),
                    model.standing()));
        }
        return cluster.withVms(vms);
    }

    private static Cluster withDemand(Cluster cluster, Change.DemandGrows grows) {
        grows.vms().forEach(vm -> known(cluster.vms().containsKey(vm), "VM", vm));
        return cluster.withVms(cluster.vms().values().stream()
                .map(vm -> grows.vms().isEmpty() || grows.vms().contains(vm.id()) ? grown(vm, grows.factor()) : vm)
                .toList());
    }

    private static Vm grown(Vm vm, double factor) {
        var cpu = vm.cpu();
        var demand = new Megahertz(Math.min(Double.MAX_VALUE, cpu.demand().value() * factor));
        return vm.with(
                new Vm.Cpu(cpu.vcpuCount(), demand, cpu.reservation(), cpu.limit(), cpu.shares(), cpu.history()));
    }

    /** An id of its own that is the same every time. */
    private static UUID copy(UUID like, int index) {
        return new UUID(
                mixed(like.getMostSignificantBits() + index * STRIDE), mixed(like.getLeastSignificantBits() ^ index));
    }

    /** The finishing step of SplitMix64 (Steele, Lea and Flood 2014): close numbers end far apart. */
    private static long mixed(long bits) {
        var once = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        var twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }

    private static void known(boolean isKnown, String what, Object id) {
        if (!isKnown) {
            throw new IllegalArgumentException("There is no %s %s in the cluster.".formatted(what, id));
        }
    }
}
