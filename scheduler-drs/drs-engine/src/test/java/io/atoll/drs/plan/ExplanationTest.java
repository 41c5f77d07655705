package io.atoll.drs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.WhatWouldEmpty.Emptying;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.ResourcePool.Allocation;
import io.atoll.model.cluster.ResourcePool.MemoryAllocation;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What golden cases have no words for: storage and networks, resource pools, room to spare, preferences, numbers. */
class ExplanationTest {
    private static Cluster cluster(String lines) {
        return CaseText.parse(lines.lines().toList()).cluster();
    }

    private static Host host(Cluster cluster, String name) {
        return cluster.hosts().values().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Vm vm(Cluster cluster, String name) {
        return cluster.vms().values().stream()
                .filter(vm -> vm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Explanation explain(Cluster cluster, Question question) {
        return Explanation.of(
                cluster, question, new Scheduler(1, Effort.of(0.05, () -> true)).answer(cluster, question));
    }

    private static String toEmpty(Cluster cluster, String host) {
        return WhatWouldEmpty.of(cluster, host(cluster, host).id()).text();
    }

    @Test
    void namesThePoolsAndNetworksThatAreMissing() {
        var cluster = cluster("host n1\nhost n2\nvm a on n1");
        var pools = new TreeSet<>(List.of(new PoolId(new UUID(0, 7))));
        var networks = new TreeSet<>(List.of(new NetworkId(new UUID(0, 8))));
        var a = vm(cluster, "a");
        var needy = new Vm(
                a.id(),
                a.name(),
                a.host(),
                a.cpu(),
                a.memory(),
                new Vm.Needs(pools, networks, CpuFeatureSet.NONE),
                a.standing());
        assertThat(toEmpty(cluster.withVms(List.of(needy)), "n1"))
                .contains(
                        "a remains",
                        "n2, which lacks the storage pool " + pools.getFirst() + " and the network "
                                + networks.getFirst());
    }

    @Test
    void aFullResourcePoolIsWhatKeepsAVmFromStarting() {
        var cluster = cluster("ask place\nhost n1\nhost n2\nvm a on n1 gib 6\nvm b gib 4");
        var pooled = limited(cluster)
                .withVms(cluster.vms().values().stream()
                        .map(vm -> new Vm(
                                vm.id(),
                                vm.name(),
                                vm.host(),
                                vm.cpu(),
                                vm.memory(),
                                vm.needs(),
                                new Vm.Standing(true, 0, "tests")))
                        .toList());
        var nothingDone = new Answer.Planned(new Plan(List.of(), new TreeMap<>(PlanReferee.start(pooled))));
        assertThat(Explanation.of(pooled, nothingDone).stays())
                .singleElement()
                .satisfies(
                        stay -> assertThat(stay.text()).contains("tests has 6144 of 8192 MiB in use, and 4096 more"));
    }

    private static Cluster limited(Cluster cluster) {
        return cluster.withResourcePools(
                List.of(new ResourcePool("tests", null, Allocation.NORMAL, new MemoryAllocation(8192L))));
    }

    @Test
    void aHostThatIsNeededAsSpareCannotBeEmptied() {
        var lines = "host n1\nhost n2\nhost n3\nvm a on n1 gib 4\nvm b on n2 gib 20\nvm c on n3 gib 20";
        assertThat(toEmpty(cluster(lines), "n1")).startsWith("it can be emptied: its VM fits on n2");
        var careful = cluster(lines);
        assertThat(toEmpty(careful.with(careful.limits().withSpareHosts(1)), "n1"))
                .startsWith(
                        "its room is needed if a host fails: letting it sleep would leave too little to spare: without the largest host, ");
    }

    @Test
    void aMoveForAPreferenceNamesItAndItsCost() {
        var cluster = cluster("host n1\nhost n2\nvm a on n1\nvm b on n1\nvm c on n2");
        var both = new TreeSet<>(List.of(vm(cluster, "a").id(), vm(cluster, "b").id()));
        var preferring = cluster.with(List.of(new Preference.Should(new Rule.KeepApart("database pair", both), 3)));
        var to = host(cluster, "n2").id();
        var step = new Plan.Step(
                new TreeSet<>(),
                List.of(new Plan.Migration(
                        vm(cluster, "a").id(),
                        host(cluster, "n1").id(),
                        to,
                        new Mebibytes(4096),
                        Duration.ofSeconds(4),
                        Duration.ZERO)),
                new TreeSet<>(),
                Duration.ofSeconds(4));
        var finalHosts = PlanReferee.start(preferring);
        finalHosts.put(vm(cluster, "a").id(), to);
        var plan = new Plan(List.of(step), new TreeMap<>(finalHosts));
        var move = Explanation.of(preferring, new Answer.Planned(plan)).moves().getFirst();
        assertThat(move.reason()).isEqualTo(new Reason.Prefers(List.of("database pair"), 3, 0));
        assertThat(move.preferences()).containsExactly(new Explanation.PreferenceChange("database pair", 3, 0));
        assertThat(move.cost().copiedMib()).isEqualTo(4096);
    }

    @Test
    void whoIsEntitledToMoreSuffersLess() {
        var served = Contention.serve(
                List.of(
                        new Contention.Claim(0, 6000, 1000),
                        new Contention.Claim(0, 6000, 2000),
                        new Contention.Claim(3000, 4000, 1000)),
                10_000);
        assertThat(served).containsExactly(7000.0 / 3, 14_000.0 / 3, 3000);
    }

    @Test
    void reservationsAreHonouredEvenBeyondTheCapacity() {
        var served =
                Contention.serve(List.of(new Contention.Claim(600, 800, 1), new Contention.Claim(700, 700, 1)), 1000);
        assertThat(served).containsExactly(600, 700);
    }

    @Test
    void theDemandBeyondAHostAndWhoSuffersAreCounted() {
        var cluster = cluster("host n1 ghz 4\nhost n2 ghz 4\nvm a on n1 ghz 3\nvm b on n1 ghz 3");
        var move = explain(cluster, new Question.Balance(BalancePolicy.DEFAULT))
                .moves()
                .getFirst();
        assertThat(move.before().unservedMhz()).isEqualTo(2000);
        assertThat(move.after().unservedMhz()).isZero();
        assertThat(Objects.requireNonNull(move.from()).before().sufferers())
                .containsExactly(new Explanation.Sufferer("a", 3000, 2000), new Explanation.Sufferer("b", 3000, 2000));
        assertThat(move.reason()).isEqualTo(new Reason.Relieves("n1", Resource.CPU, 1.5, 1));
    }

    @Test
    void aReservationThatIsTooLargeForEveryHostIsAShortage() {
        var cluster = cluster("host n1 ghz 2\nhost n2 ghz 2\nvm a on n1 ghz 1");
        var a = vm(cluster, "a");
        var greedy = a.with(new Vm.Cpu(
                1, new Megahertz(1000), new Megahertz(2500), null, 1000, a.cpu().history()));
        assertThat(WhatWouldEmpty.of(
                        cluster.withVms(List.of(greedy)), host(cluster, "n1").id()))
                .isInstanceOfSatisfying(
                        Emptying.Blocked.class,
                        blocked -> assertThat(blocked.missing()).containsEntry(Resource.CPU, 500.0));
    }

    @Test
    void figuresReadLikeFigures() {
        assertThat(Figures.decimal(-0.00004, 4)).isEqualTo("0.0000");
        assertThat(Figures.decimal(-1.25, 1)).isEqualTo("-1.3");
        assertThat(Figures.decimal(9.9996, 3)).isEqualTo("10.000");
        assertThat(Figures.decimal(1e18, 3)).isEqualTo("1.0E18");
        assertThat(Figures.signed(0.5, 2)).isEqualTo("+0.50");
        assertThat(Figures.names(List.of("a", "b", "c", "d"))).isEqualTo("a, b, c and 1 more");
    }
}
