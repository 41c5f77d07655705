package io.atoll.drs.lab;

import io.atoll.drs.lab.Instance.Objective;
import io.atoll.drs.lab.RawInstance.RawHost;
import io.atoll.drs.lab.RawInstance.RawReach;
import io.atoll.drs.lab.RawInstance.RawVm;
import io.atoll.drs.plan.WhatIf;
import io.atoll.model.CpuFeatureSet;
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
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins the parts of an instance; ids get numbers in the order of the file, and texts stay as names. */
final class InstanceBuilder {
    private final RawInstance raw;
    private final Names names = new Names();

    private InstanceBuilder(RawInstance raw) {
        this.raw = raw;
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
        var pools = PoolBuilder.build(raw);
        var vms = vms();
        RuleMembers.check(raw);
        var rules = new RuleBuilder(raw, names);
        RuleConflicts.check(raw, names.hosts().keySet());
        var objective = objective();
        ObjectiveMembers.check(raw);
        var evacuate = names.hosts(raw.evacuateHostIds, "objective.evacuateHostIds");
        var dead = names.hosts(raw.deadHostIds, "objective.deadHostIds");
        var cluster = Cluster.of(hosts, List.of(), rules.rules, limits())
                .with(rules.preferences)
                .withResourcePools(pools)
                .withVms(vms);
        var changed = WhatIf.after(cluster, ChangeBuilder.build(raw, names, rules.names()));
        return new Instance(raw.name, objective, evacuate, dead, changed, names.reach);
    }

    private Limits limits() {
        if (raw.spareHosts > Limits.MOST_SPARE_HOSTS) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    "limits.spareHosts",
                    "limits.spareHosts should be from 0 to %d, but is %d."
                            .formatted(Limits.MOST_SPARE_HOSTS, raw.spareHosts));
        }
        return new Limits(
                raw.maxCpuPct / 100,
                raw.maxMemPct / 100,
                raw.maxVcpusPerCore,
                (int) Math.min(Integer.MAX_VALUE, raw.maxMigrationsPerHost),
                new Limits.MigrationNetwork((int) Math.min(Integer.MAX_VALUE, raw.maxMigrations), raw.migrationNetMbps),
                (int) raw.spareHosts);
    }

    private Objective objective() {
        return switch (raw.kind) {
            case "balance" -> Objective.BALANCE;
            case "consolidate" -> Objective.CONSOLIDATE;
            case "evacuate" -> Objective.EVACUATE;
            case "place" -> Objective.PLACE;
            case "repair" -> Objective.REPAIR;
            case "restart" -> Objective.RESTART;
            default ->
                throw new BadInput(
                        ErrorCode.INVALID_VALUE,
                        "objective.kind",
                        "objective.kind should be balance, consolidate, evacuate, place, restart or repair, but is %s."
                                .formatted(BadInput.quote(raw.kind)));
        };
    }

    private List<Host> hosts() {
        var hosts = new ArrayList<Host>(raw.hosts.size());
        for (var i = 0; i < raw.hosts.size(); i++) {
            var place = new Place("hosts", i);
            var host = raw.hosts.get(i);
            var name = id(host.id, place);
            hosts.add(host(host, names.newHost(name, place), name, place));
        }
        return hosts;
    }

    private Host host(RawHost host, HostId id, String name, Place place) {
        var cpu = present(host.cpuCapacityMhz, place, "cpuCapacityMhz");
        var capacity = new Host.Capacity(
                host.cpuCores == RawInstance.MISSING ? 1 : host.cpuCores,
                new Megahertz(cpu),
                new Mebibytes(present(host.memCapacityMib, place, "memCapacityMib")),
                host.netMbps);
        var zones = new TreeMap<>(host.zones);
        if (!host.zone.isEmpty()) {
            zones.putIfAbsent(Host.ZONE, host.zone);
        }
        return new Host(id, name, capacity, reach(host.reach, place), zones, state(host, place), power(host, place));
    }

    private Host.Reach reach(RawReach reach, Place place) {
        return isNothing(reach)
                ? Host.Reach.NOTHING_SPECIAL
                : new Host.Reach(
                        names.storagePools(reach.storagePools), names.networks(reach.networks), features(reach, place));
    }

    private static boolean isNothing(RawReach reach) {
        return reach.storagePools.isEmpty() && reach.networks.isEmpty() && reach.cpuFeatures.isEmpty();
    }

    private static CpuFeatureSet features(RawReach reach, Place place) {
        try {
            return CpuFeatureSet.of(reach.cpuFeatures);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE, place.member("cpuFeatures"), String.valueOf(refused.getMessage()));
        }
    }

    private static PowerState state(RawHost host, Place place) {
        return switch (host.state) {
            case "on" -> PowerState.ON;
            case "standby" -> PowerState.STANDBY;
            case "maintenance" -> PowerState.MAINTENANCE;
            case "failed" -> PowerState.FAILED;
            default ->
                throw new BadInput(
                        ErrorCode.INVALID_VALUE,
                        place.member("state"),
                        "%s.state should be on, standby, maintenance or failed, but is %s."
                                .formatted(place, BadInput.quote(host.state)));
        };
    }

    private static PowerModel power(RawHost host, Place place) {
        if (host.powerCurveWatts == null) {
            var peak = Double.isNaN(host.peakWatts) ? host.idleWatts : host.peakWatts;
            if (host.idleWatts > peak) {
                throw new BadInput(
                        ErrorCode.INCONSISTENT,
                        place.member("idleWatts"),
                        "%s.idleWatts (%s) is above its peakWatts (%s); a host draws the least without load."
                                .formatted(place, host.idleWatts, host.peakWatts));
            }
            return PowerModel.ofLine(host.idleWatts, peak);
        }
        if (host.powerCurveWatts.length != 11) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    place.member("powerCurveWatts"),
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
            var place = new Place("vms", i);
            var name = id(vm.id, place);
            var id = names.newVm(name, place);
            var memory = present(vm.memMib, place, "memMib");
            var demand = present(vm.cpuDemandMhz, place, "cpuDemandMhz");
            if (memory > largestMemory) {
                throw tooLarge(place.member("memMib"), memory + " MiB", largestMemory + " MiB");
            }
            if (demand > largestCpu) {
                throw tooLarge(
                        place.member("cpuDemandMhz"),
                        new Megahertz(demand).toString(),
                        new Megahertz(largestCpu).toString());
            }
            vms.add(vm(vm, id, name, place));
        }
        return vms;
    }

    private Vm vm(RawVm vm, VmId id, String name, Place place) {
        var memory = new Mebibytes(vm.memMib);
        return new Vm(
                id,
                name,
                vm.hostId == null ? null : names.host(vm.hostId, place, "hostId"),
                cpu(vm, place),
                new Vm.Memory(
                        memory,
                        vm.memActiveMib == RawInstance.MISSING ? memory : new Mebibytes(vm.memActiveMib),
                        vm.dirtyMibPerSecond),
                needs(vm, place),
                new Vm.Standing(vm.migratable, vm.priority, vm.resourcePool));
    }

    private static Vm.Cpu cpu(RawVm vm, Place place) {
        var limit = Math.min(
                Double.isNaN(vm.cpuMaxMhz) ? Double.POSITIVE_INFINITY : vm.cpuMaxMhz,
                Double.isNaN(vm.limitMhz) ? Double.POSITIVE_INFINITY : vm.limitMhz);
        if (vm.reservationMhz > limit) {
            throw new BadInput(
                    ErrorCode.INCONSISTENT,
                    place.member("reservationMhz"),
                    "%s.reservationMhz (%s) is above the limit of the VM (%s)."
                            .formatted(place, vm.reservationMhz, limit));
        }
        return new Vm.Cpu(
                (int) Math.min(Integer.MAX_VALUE, Math.max(1, vm.vcpus)),
                new Megahertz(vm.cpuDemandMhz),
                new Megahertz(vm.reservationMhz),
                Double.isInfinite(limit) ? null : new Megahertz(limit),
                (int) Math.min(Integer.MAX_VALUE, vm.shares),
                vm.history == null ? DemandHistory.NONE : DemandHistory.of(vm.history));
    }

    private Vm.Needs needs(RawVm vm, Place place) {
        return isNothing(vm.reach) && vm.netMbps == 0
                ? Vm.Needs.NOTHING_SPECIAL
                : new Vm.Needs(
                        names.storagePools(vm.reach.storagePools),
                        names.networks(vm.reach.networks),
                        features(vm.reach, place),
                        vm.netMbps);
    }

    private static BadInput tooLarge(String place, String value, String largest) {
        return new BadInput(
                ErrorCode.INCONSISTENT,
                place,
                "%s (%s) is more than the largest host has (%s), so no host can ever hold it."
                        .formatted(place, value, largest));
    }

    static BadInput missing(String place, String expected) {
        return new BadInput(
                ErrorCode.INVALID_VALUE, place, "%s is missing; it should be %s.".formatted(place, expected));
    }

    static String present(@Nullable String value, String place) {
        if (value == null) {
            throw missing(place, "a text");
        }
        return value;
    }

    private static String id(@Nullable String value, Place place) {
        // The text of the place is made only where something is wrong.
        return value == null || value.isEmpty() ? id(value, place.member("id")) : value;
    }

    static String id(@Nullable String value, String place) {
        var id = present(value, place);
        if (id.isEmpty()) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE, place, "%s is \"\"; it should be a name of its own.".formatted(place));
        }
        return id;
    }

    private static double present(double value, Place place, String field) {
        if (Double.isNaN(value)) {
            throw missing(place.member(field), "a number");
        }
        return value;
    }

    private static long present(long value, Place place, String field) {
        if (value == RawInstance.MISSING) {
            throw missing(place.member(field), "a whole number");
        }
        return value;
    }
}
