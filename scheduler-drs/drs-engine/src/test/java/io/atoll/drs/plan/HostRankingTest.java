package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The ranking names every host once, refuses what the referee refuses, and goes by the score as it is defined. */
class HostRankingTest {
    private static final double ROUNDING = 1e-6;

    @Test
    void theEmptierHostComesFirstAndWhatIsInTheWayIsAllNamed() {
        var cluster = CaseText.parse(List.of(
                        "host n1",
                        "host n2",
                        "host n3 maintenance",
                        "vm a on n1 ghz 2 gib 8",
                        "vm b on n2 ghz 1 gib 4",
                        "vm c on n3 ghz 1 gib 60",
                        "vm new gib 6"))
                .cluster();
        var ranking = HostRanking.of(cluster, named(cluster, "new"));
        assertThat(ranking.candidates())
                .extracting(HostRanking.Candidate::hostName)
                .containsExactly("n2", "n1");
        var refused = Objects.requireNonNull(ranking.refused().firstEntry()).getValue();
        assertThat(refused.hostName()).isEqualTo("n3");
        assertThat(refused.objections()).extracting(Objection::kind).contains("not-on", "memory");
    }

    @Test
    void whoIsNotThereIsNotRanked() {
        var cluster = CaseText.parse(List.of("host n1")).cluster();
        assertThatThrownBy(() -> HostRanking.of(cluster, new VmId(new UUID(7, 7))))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Property(tries = 300)
    void itTakesAndRefusesWhatTheRefereeDoes(@ForAll("clusters") Cluster cluster) {
        for (var vm : cluster.vms().values()) {
            if (vm.host() == null) {
                var ranking = HostRanking.of(cluster, vm.id());
                var candidates = new HashSet<HostId>();
                ranking.candidates().forEach(candidate -> candidates.add(candidate.host()));
                for (var host : cluster.hosts().values()) {
                    var refused = host.state() != PowerState.ON || PlacementIndexTest.refuses(cluster, vm, host.id());
                    assertThat(candidates.contains(host.id()))
                            .as("%s %s", host.name(), ranking.refused().get(host.id()))
                            .isEqualTo(!refused);
                    assertThat(ranking.refused().containsKey(host.id())).isEqualTo(refused);
                }
            }
        }
    }

    @Property(tries = 200)
    void theOrderGoesByTheScoreAsItIsDefined(@ForAll("rich") Cluster cluster) {
        for (var vm : cluster.vms().values()) {
            var before = Double.NEGATIVE_INFINITY;
            for (var candidate : HostRanking.of(cluster, vm.id()).candidates()) {
                var plain = plain(cluster, vm, candidate.host());
                assertThat(candidate.score().imbalance()).isCloseTo(plain.imbalance(), within(ROUNDING));
                assertThat(candidate.score().overload()).isCloseTo(plain.overload(), within(ROUNDING));
                assertThat(candidate.score().preferenceCost()).isCloseTo(plain.preferenceCost(), within(ROUNDING));
                assertThat(candidate.score().total()).isGreaterThanOrEqualTo(before - ROUNDING);
                before = candidate.score().total();
            }
        }
    }

    /** What a preference of the VM costs on one host more than on another is the difference of the whole score. */
    @Property(tries = 200)
    void thePreferencesNamedAreThoseThatMakeTheDifference(@ForAll("rich") Cluster cluster) {
        for (var vm : cluster.vms().values()) {
            var candidates = HostRanking.of(cluster, vm.id()).candidates();
            for (var i = 1; i < candidates.size(); i++) {
                var one = candidates.get(0);
                var other = candidates.get(i);
                assertThat(sum(other) - sum(one))
                        .isCloseTo(other.score().preferenceCost() - one.score().preferenceCost(), within(ROUNDING));
            }
        }
    }

    private static double sum(HostRanking.Candidate candidate) {
        return candidate.preferences().values().stream()
                .mapToDouble(cost -> cost)
                .sum();
    }

    private static PlainScore plain(Cluster cluster, Vm vm, HostId host) {
        var at = new TreeMap<>(PlanReferee.start(cluster));
        at.put(vm.id(), host);
        var on = new TreeSet<HostId>();
        cluster.hosts().values().stream()
                .filter(one -> one.state() == PowerState.ON)
                .forEach(one -> on.add(one.id()));
        return new PlainScore(cluster, at, on);
    }

    private static VmId named(Cluster cluster, String name) {
        return cluster.vms().values().stream()
                .filter(vm -> vm.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled();
    }

    @Provide
    Arbitrary<Cluster> rich() {
        return RandomClusters.rich();
    }
}
