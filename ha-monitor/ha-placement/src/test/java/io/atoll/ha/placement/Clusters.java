package io.atoll.ha.placement;

import io.atoll.ha.facts.Protection;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Clusters for tests: by hand, at random, and of the size that is measured. */
final class Clusters {
    private static final PowerModel POWER = PowerModel.ofLine(100, 200);

    private final List<Host> hosts = new ArrayList<>();
    private final List<Vm> vms = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Preference> wishes = new ArrayList<>();

    static HostId host(int number) {
        return new HostId(new UUID(1, number));
    }

    static VmId vm(int number) {
        return new VmId(new UUID(2, number));
    }

    static PoolId pool(int number) {
        return new PoolId(new UUID(3, number));
    }

    static SortedSet<VmId> vms(Integer... numbers) {
        var ids = new TreeSet<VmId>();
        Arrays.stream(numbers).forEach(number -> ids.add(vm(number)));
        return ids;
    }

    static SortedSet<HostId> hosts(Integer... numbers) {
        var ids = new TreeSet<HostId>();
        Arrays.stream(numbers).forEach(number -> ids.add(host(number)));
        return ids;
    }

    Clusters host(int number, long gib, PowerState state, Integer... pools) {
        var reach = new TreeSet<PoolId>();
        Arrays.stream(pools).forEach(pool -> reach.add(pool(pool)));
        hosts.add(new Host(
                host(number),
                "h" + number,
                new Host.Capacity(64, new Megahertz(160_000), Mebibytes.ofGibibytes(gib), 25_000),
                new Host.Reach(reach, new TreeSet<>(), CpuFeatureSet.NONE),
                "",
                state,
                POWER));
        return this;
    }

    Clusters host(int number, long gib) {
        return host(number, gib, PowerState.ON);
    }

    Clusters vm(int number, @Nullable Integer on, long gib, Integer... pools) {
        var reach = new TreeSet<PoolId>();
        Arrays.stream(pools).forEach(pool -> reach.add(pool(pool)));
        vms.add(new Vm(
                vm(number),
                "vm" + number,
                on == null ? null : host(on),
                Vm.Cpu.of(2, new Megahertz(500)),
                Vm.Memory.of(Mebibytes.ofGibibytes(gib)),
                new Vm.Needs(reach, new TreeSet<>(), CpuFeatureSet.NONE),
                true,
                0));
        return this;
    }

    Clusters rule(Rule rule) {
        rules.add(rule);
        return this;
    }

    Clusters wish(Preference wish) {
        wishes.add(wish);
        return this;
    }

    Clusters zone(int number, String label, String zone) {
        hosts.replaceAll(host -> host.id().equals(host(number))
                ? new Host(
                        host.id(),
                        host.name(),
                        host.capacity(),
                        host.reach(),
                        new TreeMap<>(Map.of(label, zone)),
                        host.state(),
                        host.power())
                : host);
        return this;
    }

    Cluster made() {
        return Cluster.of(hosts, vms, rules, Limits.NONE).with(wishes);
    }

    static SortedMap<VmId, Protection> allProtected(Cluster cluster) {
        var protections = new TreeMap<VmId, Protection>();
        cluster.vms().keySet().forEach(vm -> protections.put(vm, Protection.USUAL));
        return protections;
    }

    /** As many hosts and VMs as are asked for, hosts filled to the share that is asked for, with rules and two pools. */
    static Cluster large(int hostCount, int vmCount, double fill, long seed) {
        var random = new Random(seed);
        var clusters = new Clusters();
        var gibPerVm = 16;
        var gib = (long) (gibPerVm * (double) vmCount / hostCount / fill);
        for (var h = 0; h < hostCount; h++) {
            clusters.host(h, gib, PowerState.ON, 0, h % 2 + 1);
        }
        for (var v = 0; v < vmCount; v++) {
            var at = v % hostCount;
            clusters.vm(v, at, 8 + random.nextInt(17), random.nextInt(4) == 0 ? at % 2 + 1 : 0);
        }
        for (var r = 0; r + 3 < vmCount; r += 20) {
            clusters.rule(new Rule.KeepApart("apart " + r, vms(r, r + 1, r + 2)));
        }
        return clusters.made();
    }
}
