package io.atoll.drs.plan;

import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Clusters of every kind, small enough to be checked by brute force; a failure names the seed. */
public final class RandomClusters {
    private final Random random;
    private final int hostCount;
    private final int vmCount;
    private final boolean ruled;

    private RandomClusters(long seed, boolean ruled, int mostHosts, int mostVms) {
        random = new Random(seed);
        hostCount = 1 + random.nextInt(mostHosts);
        vmCount = random.nextInt(mostVms + 1);
        this.ruled = ruled;
    }

    public static Arbitrary<Cluster> ruled() {
        return ruled(8, 24);
    }

    public static Arbitrary<Cluster> ruled(int mostHosts, int mostVms) {
        return Arbitraries.longs().map(seed -> new RandomClusters(seed, true, mostHosts, mostVms).cluster());
    }

    /** With everything else a cluster can have: preferences, pools, network load, spare hosts, few migrations at once. */
    public static Arbitrary<Cluster> rich() {
        return Arbitraries.longs()
                .map(seed -> enriched(new RandomClusters(seed, true, 8, 24).cluster(), new Random(~seed)));
    }

    private static Cluster enriched(Cluster cluster, Random random) {
        var pool = new ResourcePool(
                "pool",
                null,
                new ResourcePool.Allocation(Megahertz.NONE, new Megahertz(1000.0 * (1 + random.nextInt(20))), 4000),
                new ResourcePool.MemoryAllocation(1024L * (1 + random.nextInt(40))));
        var vms =
                cluster.vms().values().stream().map(vm -> enriched(vm, random)).toList();
        var limits = cluster.limits()
                .withSpareHosts(random.nextInt(3) / 2)
                .withNetwork(new Limits.MigrationNetwork(1 + random.nextInt(4), 10_000));
        return cluster.with(limits)
                .withResourcePools(List.of(pool))
                .withVms(vms)
                .with(preferences(List.copyOf(cluster.vms().keySet()), random));
    }

    private static Vm enriched(Vm vm, Random random) {
        var needs = random.nextInt(3) == 0
                ? new Vm.Needs(new TreeSet<>(), new TreeSet<>(), CpuFeatureSet.NONE, 500.0 * random.nextInt(8))
                : Vm.Needs.NOTHING_SPECIAL;
        var standing = new Vm.Standing(vm.migratable(), vm.priority(), random.nextInt(3) == 0 ? "pool" : null);
        return new Vm(vm.id(), vm.name(), vm.host(), vm.cpu(), vm.memory(), needs, standing);
    }

    private static List<Preference> preferences(List<VmId> vms, Random random) {
        var preferences = new ArrayList<Preference>();
        for (var i = 0; i < 3 && vms.size() > 1; i++) {
            var some = new TreeSet<>(vms.subList(0, 1 + random.nextInt(vms.size())));
            preferences.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new Preference.SpreadOverZones("p" + i, some, "rack", 1 + random.nextInt(4));
                        case 1 -> new Preference.BlastRadius("p" + i, some, null, 0.5, 1 + random.nextInt(4));
                        default -> new Preference.Should(new Rule.KeepApart("p" + i, some), 1 + random.nextInt(4));
                    });
        }
        return preferences;
    }

    public static Arbitrary<Cluster> small() {
        return Arbitraries.longs().map(seed -> new RandomClusters(seed, false, 4, 7).cluster());
    }

    private Cluster cluster() {
        var hosts = new ArrayList<Host>();
        for (var h = 0; h < hostCount; h++) {
            hosts.add(host(h));
        }
        var vms = new ArrayList<Vm>();
        for (var v = 0; v < vmCount; v++) {
            vms.add(vm(v));
        }
        var rules = new ArrayList<Rule>();
        for (var r = 0; ruled && vmCount > 1 && r < random.nextInt(6); r++) {
            rules.add(rule(r));
        }
        var limits =
                new Limits(0.7 + random.nextInt(4) / 10.0, 0.8 + random.nextInt(3) / 10.0, 4, 1 + random.nextInt(4));
        return Cluster.of(hosts, vms, rules, limits);
    }

    private Host host(int index) {
        var size = 1 << random.nextInt(2);
        var kind = ruled ? random.nextInt(10) : 9;
        var state = kind == 0 ? PowerState.STANDBY : kind == 1 ? PowerState.MAINTENANCE : PowerState.ON;
        return new Host(
                hostId(index),
                "h" + index,
                new Host.Capacity(8L * size, new Megahertz(10_000.0 * size), new Mebibytes(16_384L * size), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                new TreeMap<>(Map.of("rack", "r" + index % 3)),
                state,
                PowerModel.ofLine(100, 300));
    }

    private Vm vm(int index) {
        var nowhere = ruled && random.nextInt(8) == 0;
        return new Vm(
                vmId(index),
                "v" + index,
                nowhere ? null : hostId(random.nextInt(hostCount)),
                Vm.Cpu.of(1 + random.nextInt(4), new Megahertz(random.nextInt(40) * 100 + random.nextInt(10) / 10.0)),
                Vm.Memory.of(new Mebibytes(256L * (1 + random.nextInt(24)))),
                Vm.Needs.NOTHING_SPECIAL,
                !ruled || random.nextInt(12) != 0,
                random.nextInt(3));
    }

    private Rule rule(int index) {
        var vms = new TreeSet<VmId>();
        for (var i = 0; i < 2 + random.nextInt(2); i++) {
            vms.add(vmId(random.nextInt(vmCount)));
        }
        var name = "r" + index;
        return switch (random.nextInt(5)) {
            case 0 -> new Rule.KeepTogether(name, vms);
            case 1 -> new Rule.OnlyOn(name, vms, someHosts());
            case 2 -> new Rule.NeverOn(name, vms, someHosts());
            case 3 -> new Rule.WithinOneGroup(name, vms, List.of(someHosts(), someHosts()));
            default -> new Rule.KeepApart(name, vms);
        };
    }

    private SortedSet<HostId> someHosts() {
        var hosts = new TreeSet<HostId>();
        for (var h = 0; h < hostCount; h++) {
            if (random.nextBoolean()) {
                hosts.add(hostId(h));
            }
        }
        return hosts;
    }

    private static HostId hostId(int index) {
        return new HostId(new UUID(1, index));
    }

    private static VmId vmId(int index) {
        return new VmId(new UUID(2, index));
    }
}
