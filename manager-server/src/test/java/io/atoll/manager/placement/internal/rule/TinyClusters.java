package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.internal.rule.PlacementRule.Enforcement;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.manager.placement.internal.rule.PlacementRule.Members;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random clusters with rules, so small that every way to place their VMs can be tried. Nobody runs anywhere yet. */
final class TinyClusters {
    static final ClusterId CLUSTER = new ClusterId(new UUID(1, 1));
    private static final long HOST_MIB = 1_000;

    final LiveCluster bare;
    final List<PlacementRule> rules = new ArrayList<>();
    private final Random random;

    /** @param tight whether VMs are so large that memory matters */
    TinyClusters(long seed, boolean tight) {
        random = new Random(seed);
        var hosts = new ArrayList<Host>();
        for (var h = 0; h < 1 + random.nextInt(4); h++) {
            hosts.add(host(h));
        }
        var vms = new ArrayList<Vm>();
        var residents = new TreeMap<VmId, Resident>();
        for (var v = 0; v < 1 + random.nextInt(5); v++) {
            var id = new VmId(new UUID(3, v));
            var memory = new Mebibytes(tight ? 300L * (1 + random.nextInt(3)) : 1);
            vms.add(new Vm(
                    id,
                    "vm-" + v,
                    null,
                    Vm.Cpu.of(1, Megahertz.NONE),
                    Vm.Memory.of(memory),
                    Vm.Needs.NOTHING_SPECIAL,
                    Vm.Standing.USUAL));
            residents.put(
                    id,
                    new Resident(
                            id,
                            "vm-" + v,
                            new TreeMap<>(),
                            null,
                            null,
                            1,
                            memory,
                            new TreeSet<>(),
                            new TreeSet<>(),
                            null,
                            VmResources.USUAL));
        }
        var settings = new Cluster(CLUSTER, Naming.of("c"), 0, Instant.EPOCH, Cluster.AUTO, 4, ClusterHa.DEFAULT);
        var model = io.atoll.model.cluster.Cluster.of(hosts, vms, List.of(), new Limits(1e6, 1, 1e3, 8));
        bare = new LiveCluster(settings, model, new TreeMap<>(), residents, List.of());
    }

    private Host host(int index) {
        return new Host(
                new HostId(new UUID(2, index)),
                "host-" + index,
                new Host.Capacity(8, new Megahertz(8_000), new Mebibytes(HOST_MIB), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                new TreeMap<>(random.nextInt(4) == 0 ? Map.of() : Map.of("rack", "r" + random.nextInt(2))),
                PowerState.ON,
                PowerModel.ofLine(0, 0));
    }

    /** Some rules that must hold, of these kinds. */
    TinyClusters ruled(int most, Kind... kinds) {
        var count = 1 + random.nextInt(most);
        for (var r = 0; r < count; r++) {
            rule(kinds[random.nextInt(kinds.length)]);
        }
        return this;
    }

    TinyClusters rule(Kind kind) {
        var zoned = kind == Kind.ZONE_SPREAD || kind == Kind.BLAST_RADIUS;
        rules.add(new PlacementRule(
                new UUID(4, rules.size()),
                Naming.of("rule-" + rules.size()),
                0,
                Instant.EPOCH,
                CLUSTER,
                kind,
                kind == Kind.VM_HOST && random.nextBoolean() ? Enforcement.MUST_NOT : Enforcement.MUST,
                true,
                new Members(
                        some(bare.model().vms().keySet().stream()
                                .map(VmId::value)
                                .toList()),
                        null),
                kind == Kind.VM_HOST
                        ? new Members(
                                some(bare.model().hosts().keySet().stream()
                                        .map(HostId::value)
                                        .toList()),
                                null)
                        : Members.NONE,
                zoned && (kind == Kind.ZONE_SPREAD || random.nextBoolean()) ? "rack" : null,
                kind == Kind.BLAST_RADIUS ? (Integer) (10 + random.nextInt(91)) : null));
        return this;
    }

    private List<UUID> some(List<UUID> all) {
        var some = new ArrayList<>(all);
        some.removeIf(_ -> random.nextInt(3) == 0);
        return some;
    }

    AppliedRules applied() {
        return AppliedRules.of(rules, bare);
    }

    /** Tries all ways to place the VMs that rules name. */
    boolean canBeMet() {
        var vms = new TreeSet<VmId>();
        applied().all().forEach(rule -> vms.addAll(rule.vms()));
        return anyWay(List.copyOf(vms), new TreeMap<>());
    }

    private boolean anyWay(List<VmId> left, Map<VmId, Host> at) {
        if (left.isEmpty()) {
            return rules.stream().allMatch(rule -> holds(rule, at)) && fits(at);
        }
        for (var host : bare.model().hosts().values()) {
            at.put(left.getFirst(), host);
            if (anyWay(left.subList(1, left.size()), at)) {
                return true;
            }
            at.remove(left.getFirst());
        }
        return false;
    }

    private boolean fits(Map<VmId, Host> at) {
        var used = new TreeMap<HostId, Long>();
        at.forEach((vm, host) -> used.merge(
                host.id(),
                Objects.requireNonNull(bare.model().vms().get(vm))
                        .memory()
                        .configured()
                        .value(),
                Long::sum));
        return used.values().stream().allMatch(mib -> mib <= HOST_MIB);
    }

    /** The rule as its definition says it. */
    private boolean holds(PlacementRule rule, Map<VmId, Host> at) {
        var hosts = rule.vms().ids().stream()
                .map(id -> Objects.requireNonNull(at.get(new VmId(id))))
                .toList();
        var distinct = hosts.stream().map(Host::id).distinct().count();
        return switch (rule.kind()) {
            case KEEP_TOGETHER -> distinct <= 1;
            case KEEP_APART -> distinct == hosts.size();
            case VM_HOST ->
                hosts.stream()
                        .allMatch(host -> rule.hosts().ids().contains(host.id().value())
                                == (rule.enforcement() == Enforcement.MUST));
            case ZONE_SPREAD -> {
                var zones = bare.model().hosts().values().stream()
                        .map(host -> host.zones().get("rack"))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count();
                yield zones > 0 && most(hosts, "rack") <= Math.ceilDiv(hosts.size(), (int) zones);
            }
            case BLAST_RADIUS -> {
                var percent = Objects.requireNonNull(rule.maxSharePercent());
                yield (rule.zoneLabel() == null || isLabelled())
                        && most(hosts, rule.zoneLabel()) <= Math.max(1, hosts.size() * percent / 100);
            }
        };
    }

    /** A rule about zones that nobody named cannot be met. */
    private boolean isLabelled() {
        return bare.model().hosts().values().stream()
                .anyMatch(host -> host.zones().containsKey("rack"));
    }

    private static int most(List<Host> hosts, @Nullable String label) {
        var counts = new TreeMap<String, Integer>();
        for (var host : hosts) {
            var zone = label == null ? host.name() : host.zones().get(label);
            if (zone != null) {
                counts.merge(zone, 1, Integer::sum);
            }
        }
        return counts.values().stream().mapToInt(count -> count).max().orElse(0);
    }
}
