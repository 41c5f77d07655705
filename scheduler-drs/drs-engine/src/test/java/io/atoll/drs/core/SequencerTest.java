package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.Sequence.Blocked;
import io.atoll.drs.core.Sequence.Reached;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.PlanReferee;
import io.atoll.drs.plan.RandomClusters;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private static final int CHANGES_PER_UNIT = 4;

    @Test
    void twoThatAreKeptApartTradePlacesByWayOfAThirdHost() {
        var cluster = onePerHost(3, 2, new Rule.KeepApart("apart", vmIds(2)));
        assertThat(order(cluster, 1, 0)).isInstanceOfSatisfying(Reached.class, reached -> {
            assertThat(reached.waves()).hasSize(3);
            assertThat(PlanReferee.faults(cluster, plan(cluster, reached))).isEmpty();
        });
    }

    @Test
    void threeThatAreKeptApartGoRoundInACircleByWayOfAFourthHost() {
        var cluster = onePerHost(4, 3, new Rule.KeepApart("apart", vmIds(3)));
        assertThat(order(cluster, 1, 2, 0))
                .isInstanceOfSatisfying(
                        Reached.class,
                        reached -> assertThat(PlanReferee.faults(cluster, plan(cluster, reached)))
                                .isEmpty());
    }

    @Test
    void twoThatAreKeptApartCannotTradePlacesWithoutAThirdHost() {
        var cluster = onePerHost(2, 2, new Rule.KeepApart("apart", vmIds(2)));
        assertThat(order(cluster, 1, 0)).isInstanceOfSatisfying(Blocked.class, blocked -> {
            assertThat(blocked.waiting()).extracting(Sequence.Waiting::vms).containsExactly(List.of(0), List.of(1));
            assertThat(blocked.waiting())
                    .extracting(Sequence.Waiting::keptApartBy)
                    .containsExactly(1, 0);
        });
    }

    @Test
    void twoWithoutARuleTradePlacesAtOnce() {
        assertThat(order(onePerHost(2, 2), 1, 0))
                .isInstanceOfSatisfying(
                        Reached.class, reached -> assertThat(reached.waves()).hasSize(1));
    }

    @Test
    void friendsDoNotCrossFromOneGroupToAnother() {
        var friends = vmIds(2);
        var groups = List.of(hostIds(0), hostIds(1));
        var cluster = Cluster.of(
                List.of(host(0), host(1)),
                List.of(vm(0, 0), vm(1, 0)),
                List.of(new Rule.KeepTogether("together", friends), new Rule.WithinOneGroup("within", friends, groups)),
                limits());
        assertThat(order(cluster, 1)).isInstanceOf(Blocked.class);
    }

    /** Once v2 runs beside v1, two large VMs cannot trade places unless it steps aside, and it must not. */
    @Test
    void whatHasBeenStartedAndCannotBeMigratedDoesNotStepAside() {
        var cluster = Cluster.of(
                List.of(host(0, 16), host(1, 16), host(2, 4)),
                List.of(vm(0, 0, 8), vm(1, 1, 8), fixed(2, NOWHERE), vm(3, 1, 1), fixed(4, 0)),
                List.of(),
                limits());
        assertThat(order(cluster, 1, 0, 1, 2, 0))
                .isInstanceOfSatisfying(
                        Blocked.class,
                        blocked -> assertThat(blocked.waiting())
                                .extracting(Sequence.Waiting::vms)
                                .containsExactly(List.of(0), List.of(1)));
    }

    @Test
    void onlyThoseThatWaitForEachOtherAreNamed() {
        var cluster = Cluster.of(
                List.of(host(0), host(1), host(2, 8)),
                List.of(vm(0, 0, 10), vm(1, 1, 9), vm(2, 2, 7)),
                List.of(),
                limits());
        assertThat(order(cluster, 1, 0, 0)).isInstanceOfSatisfying(Blocked.class, blocked -> {
            assertThat(blocked.waiting()).extracting(Sequence.Waiting::vms).containsExactly(List.of(0), List.of(1));
            assertThat(blocked.waiting().getFirst().room()).isEqualTo(new Sequence.Room(10 * 1024, 7 * 1024, 2, 1024));
        });
    }

    @Test
    void fourFullHostsGoRoundWithOneFreePlaceForOneOfThem() {
        var cluster = Cluster.of(
                IntStream.range(0, 5).mapToObj(SequencerTest::host).toList(),
                IntStream.range(0, 4).mapToObj(v -> vm(v, v, 9 + v)).toList(),
                List.of(),
                limits());
        assertThat(order(cluster, 1, 2, 3, 0)).isInstanceOfSatisfying(Reached.class, reached -> {
            assertThat(reached.waves()).hasSize(5);
            assertThat(PlanReferee.faults(cluster, plan(cluster, reached))).isEmpty();
        });
    }

    @Test
    void theBusiestHostSetsTheNumberOfWaves() {
        var cluster = Cluster.of(
                IntStream.range(0, 4).mapToObj(SequencerTest::host).toList(),
                IntStream.range(0, 10).mapToObj(v -> vm(v, 0)).toList(),
                List.of(),
                limits());
        assertThat(order(cluster, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3))
                .isInstanceOfSatisfying(
                        Reached.class, reached -> assertThat(reached.waves()).hasSize(3));
    }

    @Test
    void longCopiesFallIntoTheSameWave() {
        var cluster = Cluster.of(
                IntStream.range(0, 6).mapToObj(SequencerTest::host).toList(),
                List.of(vm(0, 0, 1), vm(1, 0, 8), vm(2, 1, 8), vm(3, 1, 1)),
                List.of(),
                new Limits(1, 1, 4, 1));
        assertThat(order(cluster, 2, 3, 4, 5))
                .isInstanceOfSatisfying(
                        Reached.class,
                        reached -> assertThat(reached.waves())
                                .extracting(wave -> wave.hops().stream()
                                        .map(Wave.Hop::vm)
                                        .sorted()
                                        .toList())
                                .containsExactly(List.of(1, 2), List.of(0, 3)));
    }

    @Test
    void noMoreMigrationsRunAtOnceThanTheNetworkAllows() {
        var cluster = onePerHost(10, 5).with(limits().withNetwork(new Limits.MigrationNetwork(2, 10_000)));
        assertThat(order(cluster, 5, 6, 7, 8, 9))
                .isInstanceOfSatisfying(
                        Reached.class,
                        reached -> assertThat(reached.waves())
                                .extracting(wave -> wave.hops().size())
                                .containsExactly(2, 2, 1));
    }

    /** If h0 fails, its VM of 9 GiB needs h1; on h2 there is no room for it. */
    @Test
    void aMoveDoesNotTakeTheRoomThatAFailureNeeds() {
        var cluster = Cluster.of(
                List.of(host(0), host(1), host(2, 8)), List.of(vm(0, 0, 9), vm(1, 2, 8)), List.of(), limits());
        assertThat(order(cluster, 0, 1)).isInstanceOf(Reached.class);
        assertThat(order(cluster.with(limits().withSpareHosts(1)), 0, 1))
                .isInstanceOfSatisfying(Blocked.class, blocked -> {
                    assertThat(blocked.waiting())
                            .extracting(Sequence.Waiting::vms)
                            .containsExactly(List.of(1));
                    assertThat(blocked.waiting().getFirst().spareOf()).isZero();
                });
    }

    @Test
    void anEmptyHostStaysOnWhereItsRoomIsNeeded() {
        var cluster =
                Cluster.of(List.of(host(0), host(1), host(2)), List.of(vm(0, 0, 8), vm(1, 0, 8)), List.of(), limits());
        assertThat(sleeping(cluster)).containsExactly(1, 2);
        assertThat(sleeping(cluster.with(limits().withSpareHosts(1)))).containsExactly(1);
    }

    private static List<Integer> sleeping(Cluster cluster) {
        return Sequencer.order(CompactCluster.of(cluster), new int[] {0, 0}, true) instanceof Reached(var waves)
                ? waves.getLast().sleep()
                : List.of();
    }

    @Property(tries = 300)
    void whatSurvivesAFailureAtTheStartSurvivesItAfterEveryWave(
            @ForAll("clusters") Cluster cluster, @ForAll long seed) {
        var compact = CompactCluster.of(cluster.with(cluster.limits().withSpareHosts(1)));
        var target = someTarget(compact, new Random(seed));
        if (Sequencer.order(compact, target.hostOf, true) instanceof Reached(var waves)) {
            var now = new Assignment(compact);
            var spare = new Spare(now);
            var awake = compact.on.clone();
            for (var wave : waves) {
                wave.wake().forEach(h -> awake[h] = true);
                wave.hops().forEach(hop -> now.move(compact.unitOfVm[hop.vm()], hop.to()));
                wave.sleep().forEach(h -> awake[h] = false);
                assertThat(spare.unsafe(now, awake)).isEqualTo(NOWHERE);
            }
        }
    }

    /** The searches ask for few moves; here half the cluster changes places. */
    @Property(tries = 300)
    void everyStateOnTheWayToAnyTargetIsAllowed(@ForAll("clusters") Cluster cluster, @ForAll long seed) {
        var compact = CompactCluster.of(cluster);
        var target = someTarget(compact, new Random(seed));
        if (Sequencer.order(compact, target.hostOf, false) instanceof Reached reached) {
            var plan = plan(cluster, reached);
            assertThat(PlanReferee.faults(cluster, plan)).isEmpty();
            assertThat(plan.finalHosts()).isEqualTo(placement(cluster, target.hostOfVms()));
        }
    }

    /** Where units get by random moves and trades each of which rules and limits allow. */
    private static Assignment someTarget(CompactCluster compact, Random random) {
        var target = new Assignment(compact);
        for (var i = 0; i < CHANGES_PER_UNIT * compact.unitCount; i++) {
            var unit = random.nextInt(compact.unitCount);
            var other = random.nextInt(compact.unitCount);
            if (compact.pinned[unit] || compact.pinned[other]) {
                continue;
            }
            if (random.nextBoolean()) {
                go(target, unit, random.nextInt(compact.hostCount));
            } else if (target.hostOf[unit] != NOWHERE && target.hostOf[other] != NOWHERE) {
                trade(target, unit, other);
            }
        }
        return target;
    }

    private static void go(Assignment target, int unit, int host) {
        if (target.hostOf[unit] != host && target.accepts(unit, host)) {
            target.move(unit, host);
        }
    }

    private static void trade(Assignment target, int unit, int other) {
        var from = target.hostOf[unit];
        var to = target.hostOf[other];
        if (from == to) {
            return;
        }
        target.take(unit);
        target.take(other);
        target.put(unit, target.accepts(unit, to) ? to : from);
        if (target.hostOf[unit] == to && target.accepts(other, from)) {
            target.put(other, from);
        } else {
            target.move(unit, from);
            target.put(other, to);
        }
    }

    private static Sequence order(Cluster cluster, int... target) {
        return Sequencer.order(CompactCluster.of(cluster), target, false);
    }

    private static Plan plan(Cluster cluster, Reached reached) {
        var compact = CompactCluster.of(cluster);
        var at = compact.startOfVms();
        var steps = new ArrayList<Plan.Step>();
        for (var wave : reached.waves()) {
            var migrations = new ArrayList<Plan.Migration>();
            for (var hop : wave.hops()) {
                at[hop.vm()] = hop.to();
                migrations.add(new Plan.Migration(
                        compact.vm(hop.vm()).id(),
                        hop.from() == NOWHERE ? null : compact.host(hop.from()).id(),
                        compact.host(hop.to()).id(),
                        Mebibytes.NONE,
                        Duration.ZERO,
                        Duration.ZERO));
            }
            var wake = new TreeSet<HostId>();
            wave.wake().forEach(h -> wake.add(compact.host(h).id()));
            steps.add(new Plan.Step(wake, migrations, new TreeSet<>(), Duration.ZERO));
        }
        return new Plan(steps, placement(cluster, at));
    }

    private static SortedMap<VmId, HostId> placement(Cluster cluster, int[] hostOfVm) {
        var compact = CompactCluster.of(cluster);
        var placement = new TreeMap<VmId, HostId>();
        IntStream.range(0, hostOfVm.length)
                .filter(v -> hostOfVm[v] != NOWHERE)
                .forEach(v -> placement.put(
                        compact.vm(v).id(), compact.host(hostOfVm[v]).id()));
        return placement;
    }

    private static Cluster onePerHost(int hosts, int vms, Rule... rules) {
        return Cluster.of(
                IntStream.range(0, hosts).mapToObj(SequencerTest::host).toList(),
                IntStream.range(0, vms).mapToObj(v -> vm(v, v)).toList(),
                Arrays.asList(rules),
                limits());
    }

    private static Limits limits() {
        return new Limits(1, 1, 4, 4);
    }

    private static Host host(int index) {
        return host(index, 16);
    }

    private static Host host(int index, long gib) {
        return new Host(
                new HostId(new UUID(1, index)),
                "h" + index,
                new Host.Capacity(8, new Megahertz(10_000), Mebibytes.ofGibibytes(gib), 10_000),
                Host.Reach.NOTHING_SPECIAL,
                "",
                PowerState.ON,
                PowerModel.ofLine(100, 300));
    }

    private static Vm vm(int index, int host) {
        return vm(index, host, 1);
    }

    private static Vm vm(int index, int host, long gib) {
        return vm(index, host, gib, true);
    }

    private static Vm fixed(int index, int host) {
        return vm(index, host, 1, false);
    }

    private static Vm vm(int index, int host, long gib, boolean migratable) {
        return new Vm(
                new VmId(new UUID(2, index)),
                "v" + index,
                host == NOWHERE ? null : new HostId(new UUID(1, host)),
                Vm.Cpu.of(1, new Megahertz(1_000)),
                Vm.Memory.of(Mebibytes.ofGibibytes(gib)),
                Vm.Needs.NOTHING_SPECIAL,
                migratable,
                0);
    }

    private static SortedSet<VmId> vmIds(int count) {
        var ids = new TreeSet<VmId>();
        IntStream.range(0, count).forEach(v -> ids.add(new VmId(new UUID(2, v))));
        return ids;
    }

    private static SortedSet<HostId> hostIds(int... indices) {
        var ids = new TreeSet<HostId>();
        Arrays.stream(indices).forEach(h -> ids.add(new HostId(new UUID(1, h))));
        return ids;
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        return RandomClusters.ruled();
    }
}
