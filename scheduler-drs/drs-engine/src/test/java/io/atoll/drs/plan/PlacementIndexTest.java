package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.drs.core.Effort;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementIndexTest {
    private static final VmId NONE = new VmId(new UUID(0, 0));

    @Test
    void theEmptierHostIsTaken() {
        var cluster = CaseText.parse(List.of(
                        "host n1", "host n2", "vm a on n1 ghz 2 gib 8", "vm b on n2 ghz 1 gib 4", "vm new gib 4"))
                .cluster();
        var index = PlacementIndex.of(cluster);
        assertThat(index.place(named(cluster, "new"))).isEqualTo(hostNamed(cluster, "n2"));
        index.add(named(cluster, "new"), hostNamed(cluster, "n2"));
        index.remove(named(cluster, "a").id());
        assertThat(index.place(named(cluster, "a"))).isEqualTo(hostNamed(cluster, "n1"));
    }

    @Test
    void whoIsThereAlreadyCannotComeAgain() {
        var cluster = CaseText.parse(List.of("host n1", "vm a on n1")).cluster();
        var index = PlacementIndex.of(cluster);
        var a = named(cluster, "a");
        assertThatThrownBy(() -> index.add(a, hostNamed(cluster, "n1"))).hasMessageContaining("has a host already");
        index.remove(a.id());
        assertThatThrownBy(() -> index.remove(a.id())).hasMessageContaining("has no host");
    }

    @Test
    void nobodyGoesToAClosedHost() {
        var cluster = CaseText.parse(List.of("host n1", "host n2", "vm b on n2 ghz 1 gib 4", "vm new gib 4"))
                .cluster();
        var index = PlacementIndex.of(cluster);
        index.close(hostNamed(cluster, "n1"));
        assertThat(index.place(named(cluster, "new"))).isEqualTo(hostNamed(cluster, "n2"));
        index.close(hostNamed(cluster, "n2"));
        assertThat(index.place(named(cluster, "new"))).isNull();
        index.reopen(hostNamed(cluster, "n1"));
        assertThat(index.place(named(cluster, "new"))).isEqualTo(hostNamed(cluster, "n1"));
    }

    /** The plan that starts the VM there passes the referee; and where no host is named, it passes on none. */
    @Property(tries = 500)
    void theHostCanTakeTheVmAndNoneIsMissed(@ForAll("clusters") Cluster cluster) {
        var index = PlacementIndex.of(cluster);
        for (var vm : cluster.vms().values()) {
            if (vm.host() == null) {
                var host = index.place(vm);
                if (host != null) {
                    assertThat(faults(cluster, vm, host)).isEmpty();
                } else {
                    assertThat(cluster.hosts().keySet())
                            .allSatisfy(other ->
                                    assertThat(refuses(cluster, vm, other)).isTrue());
                }
            }
        }
    }

    @Property(tries = 300)
    void asVmsComeAndGoItAnswersLikeANewOne(@ForAll("clusters") Cluster cluster, @ForAll long seed) {
        var random = new Random(seed);
        var index = PlacementIndex.of(cluster);
        var vms = new TreeMap<>(cluster.vms());
        var hosts = new ArrayList<>(cluster.hosts().keySet());
        for (var i = 0; i < 20 && !vms.isEmpty(); i++) {
            var vm = new ArrayList<>(vms.values()).get(random.nextInt(vms.size()));
            if (vm.host() == null) {
                var to = hosts.get(random.nextInt(hosts.size()));
                index.add(vm, to);
                vms.put(vm.id(), vm.on(to));
            } else {
                index.remove(vm.id());
                vms.put(vm.id(), vm.on(null));
            }
        }
        var fresh = PlacementIndex.of(cluster.withVms(vms.values()));
        vms.values().stream()
                .filter(vm -> vm.host() == null)
                .forEach(vm -> assertThat(index.place(vm)).isEqualTo(fresh.place(vm)));
    }

    /** With preferences that outweigh evenness, it is as well placed as by a plan, which moves nobody for it either. */
    @Property(tries = 500)
    void preferencesAreKeptAsWellAsByAPlan(@ForAll("clusters") Cluster cluster, @ForAll long seed) {
        var start = preferring(withOneToPlace(cluster), new Random(seed));
        for (var vm : start.vms().values()) {
            if (vm.host() == null) {
                var host = PlacementIndex.of(start).place(vm);
                var plan = planned(start);
                if (host == null) {
                    assertThat(plan == null || plan.migrationCount() > 1).isTrue();
                } else {
                    var end = new TreeMap<>(PlanReferee.start(start));
                    end.put(vm.id(), host);
                    assertThat(plan).isNotNull();
                    assertThat(preferenceCost(start, end))
                            .isEqualTo(preferenceCost(
                                    start, Objects.requireNonNull(plan).finalHosts()));
                }
            }
        }
    }

    @Property(tries = 500)
    void poolsThatAreFullTakeNobody(@ForAll("clusters") Cluster cluster, @ForAll long seed) {
        var start = pooled(withOneToPlace(cluster), new Random(seed));
        for (var vm : start.vms().values()) {
            if (vm.host() == null) {
                var host = PlacementIndex.of(start).place(vm);
                var runs = new TreeMap<>(PlanReferee.start(start));
                if (!poolsHold(start, vm, runs)) {
                    assertThat(host).isNull();
                }
                if (host != null) {
                    assertThat(planned(start)).isNotNull();
                }
            }
        }
    }

    private static Cluster withOneToPlace(Cluster cluster) {
        var vms = new ArrayList<>(cluster.vms().values());
        vms.removeIf(vm -> vm.host() == null);
        if (!vms.isEmpty()) {
            vms.set(0, vms.getFirst().on(null));
        }
        return cluster.withVms(vms);
    }

    private static Cluster preferring(Cluster cluster, Random random) {
        var vms = new TreeSet<>(cluster.vms().keySet());
        vms.removeIf(_ -> random.nextInt(3) == 0);
        return cluster.with(List.of(
                new Preference.SpreadOverZones("spread", vms, "rack", 1e5),
                new Preference.Should(
                        new Rule.KeepTogether("near", vms.headSet(vms.isEmpty() ? NONE : vms.last())), 3e5),
                new Preference.BlastRadius("radius", vms, null, 0.3, 1e5)));
    }

    /** A pool within a pool; some VMs are in either, some in none. */
    private static Cluster pooled(Cluster cluster, Random random) {
        var pools = List.of(
                pool("outer", null, 4096L * random.nextInt(20)), pool("inner", "outer", 4096L * random.nextInt(9)));
        var names = new String[] {"outer", "inner", "inner", null};
        var vms = cluster.vms().values().stream()
                .map(vm -> new Vm(
                        vm.id(),
                        vm.name(),
                        vm.host(),
                        vm.cpu(),
                        vm.memory(),
                        vm.needs(),
                        new Vm.Standing(vm.migratable(), vm.priority(), names[random.nextInt(names.length)])))
                .toList();
        return cluster.withResourcePools(pools).withVms(vms);
    }

    private static ResourcePool pool(String name, @Nullable String parent, long limitMib) {
        return new ResourcePool(
                name, parent, ResourcePool.Allocation.NORMAL, new ResourcePool.MemoryAllocation(limitMib));
    }

    private static boolean poolsHold(Cluster cluster, Vm coming, Map<VmId, HostId> running) {
        var own = coming.standing().resourcePool();
        for (var pool :
                own == null ? List.<String>of() : own.equals("inner") ? List.of("inner", "outer") : List.of(own)) {
            var mib = coming.memory().configured().value();
            for (var vm : cluster.vms().values()) {
                var name = vm.standing().resourcePool();
                var counts = name != null && (name.equals(pool) || pool.equals("outer"));
                mib += counts && running.containsKey(vm.id())
                        ? vm.memory().configured().value()
                        : 0;
            }
            var limit = Objects.requireNonNull(cluster.resourcePools().get(pool))
                    .memory()
                    .limitMib();
            if (mib > Objects.requireNonNull(limit)) {
                return false;
            }
        }
        return true;
    }

    /** What a plan does; null: it cannot place the VM. */
    private static @Nullable Plan planned(Cluster cluster) {
        return new Scheduler(1, Effort.usual()).answer(cluster, new Question.Place())
                        instanceof Answer.Planned(var plan)
                ? plan
                : null;
    }

    private static double preferenceCost(Cluster cluster, Map<VmId, HostId> at) {
        var vms = cluster.vms().values().stream()
                .map(vm -> vm.on(at.get(vm.id())))
                .toList();
        return new Ledger(cluster.withVms(vms)).score().preferenceCost();
    }

    private static List<String> faults(Cluster cluster, Vm vm, HostId host) {
        var step = new Plan.Step(
                new TreeSet<>(cluster.hosts().keySet()),
                List.of(new Plan.Migration(vm.id(), null, host, Mebibytes.NONE, Duration.ZERO, Duration.ZERO)),
                new TreeSet<>(),
                Duration.ZERO);
        var placed = new TreeMap<>(PlanReferee.start(cluster));
        placed.put(vm.id(), host);
        return PlanReferee.faults(cluster, new Plan(List.of(step), placed));
    }

    /** The referee does not count CPU, which a start may not exceed, nor the state of hosts that cannot be woken. */
    static boolean refuses(Cluster cluster, Vm vm, HostId id) {
        var host = Objects.requireNonNull(cluster.hosts().get(id));
        var placed = new TreeMap<>(PlanReferee.start(cluster));
        placed.put(vm.id(), id);
        return switch (host.state()) {
            case MAINTENANCE, UNREACHABLE, UNWATCHED, HELD_BACK, FAILED -> true;
            case ON, STANDBY ->
                PlanReferee.cpuShare(cluster, placed, host) > cluster.limits().cpuShare()
                        || !faults(cluster, vm, id).isEmpty();
        };
    }

    private static Vm named(Cluster cluster, String name) {
        return cluster.vms().values().stream()
                .filter(vm -> vm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static HostId hostNamed(Cluster cluster, String name) {
        return cluster.hosts().values().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled();
    }
}
