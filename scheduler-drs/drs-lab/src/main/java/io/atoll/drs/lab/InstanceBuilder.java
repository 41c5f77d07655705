package io.atoll.drs.lab;

import io.atoll.drs.lab.Instance.Objective;
import io.atoll.drs.lab.RawInstance.RawHost;
import io.atoll.drs.lab.RawInstance.RawRule;
import io.atoll.drs.lab.RawInstance.RawVm;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Joins the parts of an instance; ids get numbers in the order of the file, and texts stay as names. */
final class InstanceBuilder {
    private final RawInstance raw;
    private final Map<String, HostId> hostIds;
    private final Map<String, VmId> vmIds;
    // A list of groups that many rules name is translated once and then shared.
    private final Map<Integer, List<SortedSet<HostId>>> sharedGroups = new HashMap<>();

    private InstanceBuilder(RawInstance raw) {
        this.raw = raw;
        hostIds = HashMap.newHashMap(raw.hosts.size());
        vmIds = HashMap.newHashMap(raw.vms.size());
    }

    static Instance build(RawInstance raw) {
        return new InstanceBuilder(raw).instance();
    }

    private Instance instance() {
        if (raw.schema == null) {
            throw missing("schema", "\"drs-instance/1\"");
        }
        if (raw.hosts.isEmpty()) {
            throw new BadInput(
                    ErrorCode.INCONSISTENT, "hosts", "hosts is empty (0 hosts): a cluster needs at least one host.");
        }
        var hosts = hosts();
        var vms = vms();
        var rules = rules();
        var evacuate = new TreeSet<HostId>();
        for (var i = 0; i < raw.evacuateHostIds.size(); i++) {
            evacuate.add(host(raw.evacuateHostIds.get(i), "objective.evacuateHostIds[%d]".formatted(i)));
        }
        var limits = new Limits(raw.maxCpuPct / 100, raw.maxMemPct / 100, raw.maxVcpusPerCore, (int)
                Math.min(Integer.MAX_VALUE, raw.maxMigrationsPerHost));
        RuleConflicts.check(raw, hostIds.keySet());
        return new Instance(raw.name, objective(), evacuate, Cluster.of(hosts, vms, rules, limits));
    }

    private Objective objective() {
        return switch (raw.kind) {
            case "balance" -> Objective.BALANCE;
            case "consolidate" -> Objective.CONSOLIDATE;
            case "evacuate" -> Objective.EVACUATE;
            case "place" -> Objective.PLACE;
            case "repair" -> Objective.REPAIR;
            default ->
                throw new BadInput(
                        ErrorCode.INVALID_VALUE,
                        "objective.kind",
                        "objective.kind should be balance, consolidate, evacuate, place or repair, but is %s."
                                .formatted(BadInput.quote(raw.kind)));
        };
    }

    private List<Host> hosts() {
        var hosts = new ArrayList<Host>(raw.hosts.size());
        for (var i = 0; i < raw.hosts.size(); i++) {
            var place = "hosts[%d]".formatted(i);
            var host = raw.hosts.get(i);
            var name = present(host.id, place + ".id");
            var id = new HostId(new UUID(0, i));
            if (hostIds.put(name, id) != null) {
                throw twice(place + ".id", name);
            }
            hosts.add(host(host, id, name, place));
        }
        return hosts;
    }

    private static Host host(RawHost host, HostId id, String name, String place) {
        var cpu = present(host.cpuCapacityMhz, place + ".cpuCapacityMhz");
        var capacity = new Host.Capacity(
                host.cpuCores == RawInstance.MISSING ? 1 : host.cpuCores,
                new Megahertz(cpu),
                new Mebibytes(present(host.memCapacityMib, place + ".memCapacityMib")),
                host.netMbps);
        return new Host(
                id, name, capacity, Host.Reach.NOTHING_SPECIAL, host.zone, state(host, place), power(host, place));
    }

    private static PowerState state(RawHost host, String place) {
        return switch (host.state) {
            case "on" -> PowerState.ON;
            case "standby" -> PowerState.STANDBY;
            case "maintenance" -> PowerState.MAINTENANCE;
            case "failed" -> PowerState.FAILED;
            default ->
                throw new BadInput(
                        ErrorCode.INVALID_VALUE,
                        place + ".state",
                        "%s.state should be on, standby, maintenance or failed, but is %s."
                                .formatted(place, BadInput.quote(host.state)));
        };
    }

    private static PowerModel power(RawHost host, String place) {
        if (host.powerCurveWatts == null) {
            return PowerModel.ofLine(host.idleWatts, host.peakWatts);
        }
        if (host.powerCurveWatts.length != 11) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    place + ".powerCurveWatts",
                    "%s.powerCurveWatts should be 11 numbers, at 0, 10 … 100 %% load, but has %d."
                            .formatted(place, host.powerCurveWatts.length));
        }
        return PowerModel.ofCurve(host.powerCurveWatts);
    }

    private List<Vm> vms() {
        var largestMemory =
                raw.hosts.stream().mapToLong(h -> h.memCapacityMib).max().orElse(0);
        var largestCpu =
                raw.hosts.stream().mapToDouble(h -> h.cpuCapacityMhz).max().orElse(0);
        var vms = new ArrayList<Vm>(raw.vms.size());
        for (var i = 0; i < raw.vms.size(); i++) {
            var vm = raw.vms.get(i);
            var place = "vms[%d]".formatted(i);
            var name = present(vm.id, place + ".id");
            var id = new VmId(new UUID(0, i));
            if (vmIds.put(name, id) != null) {
                throw twice(place + ".id", name);
            }
            var memory = present(vm.memMib, place + ".memMib");
            var demand = present(vm.cpuDemandMhz, place + ".cpuDemandMhz");
            if (memory > largestMemory) {
                throw tooLarge(place + ".memMib", memory + " MiB", largestMemory + " MiB");
            }
            if (demand > largestCpu) {
                throw tooLarge(
                        place + ".cpuDemandMhz",
                        new Megahertz(demand).toString(),
                        new Megahertz(largestCpu).toString());
            }
            vms.add(vm(vm, id, name, place));
        }
        return vms;
    }

    private Vm vm(RawVm vm, VmId id, String name, String place) {
        var cpu = new Vm.Cpu(
                (int) Math.min(Integer.MAX_VALUE, Math.max(1, vm.vcpus)),
                new Megahertz(vm.cpuDemandMhz),
                Megahertz.NONE,
                Double.isNaN(vm.cpuMaxMhz) ? null : new Megahertz(vm.cpuMaxMhz),
                1000,
                vm.history == null ? DemandHistory.NONE : DemandHistory.of(vm.history));
        return new Vm(
                id,
                name,
                vm.hostId == null ? null : host(vm.hostId, place + ".hostId"),
                cpu,
                Vm.Memory.of(new Mebibytes(vm.memMib)),
                Vm.Needs.NOTHING_SPECIAL,
                vm.migratable,
                vm.priority);
    }

    private List<Rule> rules() {
        var rules = new ArrayList<Rule>(raw.rules.size());
        for (var i = 0; i < raw.rules.size(); i++) {
            rules.add(rule(raw.rules.get(i), "rules[%d]".formatted(i)));
        }
        return rules;
    }

    private Rule rule(RawRule rule, String place) {
        var name = rule.id == null ? place : rule.id;
        var vms = new TreeSet<VmId>();
        for (var i = 0; i < rule.vmIds.size(); i++) {
            var vm = vmIds.get(rule.vmIds.get(i));
            if (vm == null) {
                throw unknown("VM", "%s.vmIds[%d]".formatted(place, i), rule.vmIds.get(i));
            }
            vms.add(vm);
        }
        return switch (rule.kind) {
            case "anti-affinity" -> new Rule.KeepApart(name, vms);
            case "affinity" -> new Rule.KeepTogether(name, vms);
            case "vm-host" -> {
                var hosts = hosts(rule.hostIds, place + ".hostIds");
                yield rule.negate ? new Rule.NeverOn(name, vms, hosts) : new Rule.OnlyOn(name, vms, hosts);
            }
            case "among" -> new Rule.WithinOneGroup(name, vms, groups(rule, place));
            default ->
                throw new BadInput(
                        ErrorCode.INVALID_VALUE,
                        place + ".kind",
                        "%s.kind should be anti-affinity, affinity, vm-host or among, but is %s."
                                .formatted(place, BadInput.quote(rule.kind)));
        };
    }

    private List<SortedSet<HostId>> groups(RawRule rule, String place) {
        if (rule.hostGroups != null) {
            return groups(rule.hostGroups, place + ".hostGroups");
        }
        var ref = rule.hostGroupsRef;
        if (ref < 0 || ref >= raw.hostGroups.size()) {
            throw unknown("list of host groups", place + ".hostGroupsRef", Integer.toString(ref));
        }
        // As the model holds them, so that every rule holds the same ones.
        return sharedGroups.computeIfAbsent(ref, _ -> {
            var groups = groups(raw.hostGroups.get(ref), "hostGroups[%d]".formatted(ref));
            return new Rule.WithinOneGroup("", new TreeSet<>(), groups).groups();
        });
    }

    private List<SortedSet<HostId>> groups(List<List<String>> groups, String place) {
        var result = new ArrayList<SortedSet<HostId>>();
        for (var i = 0; i < groups.size(); i++) {
            result.add(hosts(groups.get(i), "%s[%d]".formatted(place, i)));
        }
        return List.copyOf(result);
    }

    private SortedSet<HostId> hosts(Collection<String> names, String place) {
        var hosts = new TreeSet<HostId>();
        var i = 0;
        for (var name : names) {
            hosts.add(host(name, "%s[%d]".formatted(place, i++)));
        }
        return hosts;
    }

    private HostId host(String name, String place) {
        var id = hostIds.get(name);
        if (id == null) {
            throw unknown("host", place, name);
        }
        return id;
    }

    private static BadInput unknown(String what, String place, String value) {
        return new BadInput(
                ErrorCode.INCONSISTENT,
                place,
                "%s names the %s %s, which is not in the instance.".formatted(place, what, BadInput.quote(value)));
    }

    private static BadInput twice(String place, String value) {
        return new BadInput(
                ErrorCode.INCONSISTENT, place, "%s is %s, as an earlier one.".formatted(place, BadInput.quote(value)));
    }

    private static BadInput tooLarge(String place, String value, String largest) {
        return new BadInput(
                ErrorCode.INCONSISTENT,
                place,
                "%s (%s) is more than the largest host has (%s), so no host can ever hold it."
                        .formatted(place, value, largest));
    }

    private static BadInput missing(String place, String expected) {
        return new BadInput(
                ErrorCode.INVALID_VALUE, place, "%s is missing; it should be %s.".formatted(place, expected));
    }

    private static String present(@Nullable String value, String place) {
        if (value == null) {
            throw missing(place, "a text");
        }
        return value;
    }

    private static double present(double value, String place) {
        if (Double.isNaN(value)) {
            throw missing(place, "a number");
        }
        return value;
    }

    private static long present(long value, String place) {
        if (value == RawInstance.MISSING) {
            throw missing(place, "a whole number");
        }
        return value;
    }
}
