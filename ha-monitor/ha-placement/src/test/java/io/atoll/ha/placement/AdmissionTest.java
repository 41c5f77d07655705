package io.atoll.ha.placement;

import static io.atoll.ha.placement.Clusters.host;
import static io.atoll.ha.placement.Clusters.hosts;
import static io.atoll.ha.placement.Clusters.vm;
import static io.atoll.ha.placement.Clusters.vms;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.admission.Admission;
import io.atoll.ha.admission.Admission.NotTolerated;
import io.atoll.ha.admission.Admission.Refused;
import io.atoll.ha.admission.Admission.Tolerated;
import io.atoll.ha.admission.AdmissionControl;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static AdmissionControl control(Cluster cluster, SortedMap<VmId, Protection> protections) {
        return new AdmissionControl(cluster, protections, new SchedulerPlacement());
    }

    private static Admission tolerates(Cluster cluster, int failures) {
        return control(cluster, Clusters.allProtected(cluster)).tolerates(failures);
    }

    private static Protection after(int priority, VmId... others) {
        var usual = Protection.USUAL;
        return new Protection(
                priority, new TreeSet<>(List.of(others)), usual.isolation(), usual.storageLoss(), usual.restartsOn());
    }

    private static Clusters threeHosts() {
        return new Clusters()
                .host(1, 16)
                .host(2, 16)
                .host(3, 16)
                .vm(1, 1, 8)
                .vm(2, 2, 8)
                .vm(3, 3, 8);
    }

    @Test
    void oneOfThreeHalfFullHostsMayFailAndTwoMayNot() {
        var cluster = threeHosts().made();
        assertThat(tolerates(cluster, 1)).isEqualTo(new Tolerated(new Admission.Tried(1, 3, true)));
        assertThat(tolerates(cluster, 2)).isInstanceOfSatisfying(NotTolerated.class, not -> {
            assertThat(not.shortfalls()).hasSize(3);
            assertThat(not.shortfalls().getFirst().hosts()).isEqualTo(hosts(1, 2));
            assertThat(not.shortfalls().getFirst().left())
                    .hasSize(1)
                    .allSatisfy((vm, reason) -> assertThat(reason).contains("memory 8192 MiB needed"));
        });
    }

    @Test
    void enoughFreeMemoryInTotalIsNotEnoughWhenItIsInPieces() {
        var cluster = new Clusters()
                .host(1, 16)
                .host(2, 16)
                .host(3, 16)
                .vm(1, 1, 12)
                .vm(2, 2, 8)
                .vm(3, 3, 8)
                .made();
        assertThat(tolerates(cluster, 1))
                .isInstanceOfSatisfying(
                        NotTolerated.class,
                        not -> assertThat(not.shortfalls())
                                .singleElement()
                                .satisfies(shortfall ->
                                        assertThat(shortfall.left()).containsOnlyKeys(vm(1))));
    }

    @Test
    void rulesAndStorageCountToo() {
        var apart = threeHosts().rule(new Rule.KeepApart("apart", vms(1, 2, 3))).made();
        assertThat(tolerates(apart, 1)).isInstanceOf(NotTolerated.class);
        var storage = new Clusters()
                .host(1, 16, PowerState.ON, 1)
                .host(2, 16)
                .vm(1, 1, 1, 1)
                .made();
        assertThat(tolerates(storage, 1)).isInstanceOf(NotTolerated.class);
    }

    @Test
    void vmsThatAreNotProtectedAreNotMissed() {
        var cluster = new Clusters()
                .host(1, 16)
                .host(2, 12)
                .host(3, 7)
                .vm(1, 1, 8)
                .vm(2, 1, 8)
                .made();
        var protections = Clusters.allProtected(cluster);
        assertThat(control(cluster, protections).tolerates(1)).isInstanceOf(NotTolerated.class);
        protections.remove(vm(2));
        assertThat(control(cluster, protections).tolerates(1)).isInstanceOf(Tolerated.class);
    }

    @Test
    void moreFailuresThanHostsAreRefusedWithTheNumbers() {
        var cluster = threeHosts().host(4, 16, PowerState.MAINTENANCE).made();
        assertThat(tolerates(cluster, 3))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("3 host failures")
                                .contains("at most 2"));
        assertThat(tolerates(cluster, -1)).isInstanceOf(Refused.class);
        assertThat(tolerates(cluster, 0)).isInstanceOf(Tolerated.class);
    }

    @Test
    void aCircleOfDependenciesIsRefusedByName() {
        var cluster = threeHosts().made();
        var protections = Clusters.allProtected(cluster);
        protections.put(vm(1), after(0, vm(2)));
        protections.put(vm(2), after(0, vm(1)));
        assertThat(control(cluster, protections).tolerates(1))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("vm1")
                                .contains("vm2")
                                .doesNotContain("vm3"));
    }

    @Test
    void manySetsAreTriedByTheWorstOnesAndSaidSo() {
        var cluster = Clusters.large(100, 200, 0.5, 1);
        assertThat(tolerates(cluster, 2)).isInstanceOfSatisfying(Tolerated.class, tolerated -> {
            assertThat(tolerated.tried().every()).isFalse();
            assertThat(tolerated.tried().sets()).isBetween(100, 200);
        });
    }

    @Test
    void theForecastSaysWhoRestartsWhereInWhichOrderAndWhoDoesNot() {
        var cluster = new Clusters()
                .host(1, 32)
                .host(2, 12)
                .vm(1, 1, 4)
                .vm(2, 1, 4)
                .vm(3, 1, 20)
                .made();
        var protections = Clusters.allProtected(cluster);
        protections.put(vm(1), after(5, vm(2)));
        var forecast = control(cluster, protections).ifDied(hosts(1));
        assertThat(forecast.restarts().stream().map(restart -> restart.vm())).containsExactly(vm(2), vm(1), vm(3));
        assertThat(forecast.restarts().get(1).startsAfter()).containsExactly(vm(2));
        assertThat(forecast.restarts().get(0).found()).isEqualTo(new Found.On(host(2)));
        assertThat(forecast.restarts().get(2).found()).isInstanceOf(Found.Nowhere.class);
    }

    @Test
    void aLargeClusterIsCheckedCompletely() {
        assertThat(tolerates(Clusters.large(100, 2_000, 0.8, 1), 1))
                .isEqualTo(new Tolerated(new Admission.Tried(1, 100, true)));
    }
}
