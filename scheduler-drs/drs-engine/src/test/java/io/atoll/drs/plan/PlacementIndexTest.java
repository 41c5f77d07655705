package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlacementIndexTest {
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
    private static boolean refuses(Cluster cluster, Vm vm, HostId id) {
        var host = Objects.requireNonNull(cluster.hosts().get(id));
        var placed = new TreeMap<>(PlanReferee.start(cluster));
        placed.put(vm.id(), id);
        return switch (host.state()) {
            case MAINTENANCE, FAILED -> true;
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
