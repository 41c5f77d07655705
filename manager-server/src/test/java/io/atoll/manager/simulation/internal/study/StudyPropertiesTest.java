package io.atoll.manager.simulation.internal.study;

import static io.atoll.manager.simulation.internal.study.Sketch.hostId;
import static io.atoll.manager.simulation.internal.study.Sketch.vmId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.manager.placement.ShareLimit;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Verdict;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every study of small clusters. */
class StudyPropertiesTest {
    private static final int HOSTS = 4;
    private static final int HOST_GIB = 16;

    /** @param sizesGib of each VM; it runs on the host whose number is its own, counted around, where it fits */
    record World(List<Integer> sizesGib, List<Supposition> suppositions) {
        Cluster cluster() {
            return cluster(0, 0);
        }

        Cluster cluster(double idleWatts, double peakWatts) {
            var sketch = new Sketch().vcpusPerCore(100).drawing(idleWatts, peakWatts);
            var used = new int[HOSTS];
            for (var h = 0; h < HOSTS; h++) {
                sketch.host("n" + h, HOST_GIB, "r" + h / 2);
            }
            for (var v = 0; v < sizesGib.size(); v++) {
                var host = v * v % HOSTS;
                var fits = used[host] + sizesGib.get(v) <= HOST_GIB;
                used[host] += fits ? sizesGib.get(v) : 0;
                sketch.vm("v" + v, sizesGib.get(v), fits ? host : null);
            }
            return sketch.cluster();
        }
    }

    @Property(tries = 150)
    void everybodyHasAPlaceWithinTheLimitsOrIsNamed(@ForAll("worlds") World world) {
        var found = study(world);
        var added = world.suppositions().stream()
                .mapToInt(one -> one instanceof Supposition.VmsAdded(var _, var count) ? count : 0)
                .sum();
        assertThat(found.after().vmCount()).isEqualTo(found.before().vmCount() + added);
        assertThat(found.verdict() == Verdict.FITS).isEqualTo(found.obstacles().isEmpty());
        assertThat(found.moves().startCount()).isLessThanOrEqualTo(added);
        found.after().uses().forEach(use -> {
            if (found.after().firstBottleneck() != null && !use.unit().equals("millicores")) {
                assertThat(use.fullestShare()).isLessThanOrEqualTo(1 + 1e-9);
            }
            assertThat(found.verdict() == Verdict.FITS && use.unit().equals("MiB") && use.share() > 1 + 1e-9)
                    .isFalse();
        });
    }

    /** Whether a rule is broken is counted here from the places themselves; where nothing is said, it holds. */
    @Property(tries = 150)
    void whatIsSaidOfANewShareIsTrue(@ForAll("worlds") World world, @ForAll("shares") int mostVms) {
        var cluster = world.cluster();
        var members = new TreeSet<>(cluster.vms().keySet());
        var limit = new ShareLimit("new", members, Host.ZONE, mostVms, false);
        var share = Math.min(1.0, (mostVms + 0.5) / members.size());
        var rule =
                new Supposition.ZoneRuleAdded(new Preference.BlastRadius("new", members, Host.ZONE, share, 1e5), limit);
        var found = StudyTest.study(cluster, new ZoneLimits(List.of()), StudyTest.all(1), null, null, rule);
        var running =
                cluster.vms().values().stream().filter(vm -> vm.host() != null).count();
        if (running > 2L * mostVms) {
            assertThat(found.brokenRules()).isNotEmpty(); // there are two racks
        }
        assertThat(found.brokenRules()).allMatch(text -> text.startsWith("rule new is broken: "));
        assertThat(found.verdict() == Verdict.FITS)
                .isEqualTo(found.brokenRules().isEmpty());
        if (found.moves().migrationCount() == 0) {
            var most = limit.countByZone(cluster, _ -> true).values().stream()
                    .mapToInt(count -> count)
                    .max()
                    .orElse(0);
            assertThat(found.brokenRules().isEmpty()).isEqualTo(most <= mostVms);
        }
    }

    @Provide
    Arbitrary<Integer> shares() {
        return Arbitraries.integers().between(1, 8);
    }

    /** Watts are a straight line here, so that they follow from how many hosts are on and what everybody asks for. */
    @Property(tries = 100)
    void wattsFollowFromLoadAndHosts(@ForAll("worlds") World world) {
        var cluster = world.cluster(100, 200);
        var found = StudyTest.study(
                cluster,
                new ZoneLimits(List.of()),
                StudyTest.all(1),
                null,
                null,
                world.suppositions().stream()
                        .filter(one -> !(one instanceof Supposition.DemandGrows))
                        .toArray(Supposition[]::new));
        var running =
                cluster.vms().values().stream().filter(vm -> vm.host() != null).count();
        assertThat(found.before().wattsUnknownHostCount()).isZero();
        assertThat(found.before().watts()).isEqualTo(HOSTS * 100 + 100 * running / 32.0, within(1e-6));
        var drained = world.suppositions().stream().anyMatch(one -> one instanceof Supposition.HostsDrained);
        if (found.verdict() == Verdict.FITS && !drained) {
            var wanted = found.after().hostsOn() * 100 + 100 * found.after().vmCount() / 32.0;
            assertThat(found.after().watts()).isEqualTo(wanted, within(1e-6));
        }
    }

    /** So many more fit, and leave the room of one host. */
    @Property(tries = 60)
    void roomWithHaLeavesTheRoomOfOneHost(@ForAll("worlds") World world) {
        var cluster = world.cluster();
        var room = StudyTest.study(cluster, new ZoneLimits(List.of()), StudyTest.all(1), null, vmId(0))
                .roomForMore();
        var count = room == null || room.countWithHa() == null ? -1 : room.countWithHa();
        if (count > 0) {
            var added = new Supposition.VmsAdded(vmId(0), count);
            assertThat(StudyTest.study(cluster, new ZoneLimits(List.of()), StudyTest.all(1), null, null, added)
                            .verdict())
                    .isEqualTo(Verdict.FITS);
            var usedMib = cluster.vms().values().stream()
                    .filter(vm -> vm.host() != null)
                    .mapToLong(vm -> vm.memory().configured().value())
                    .sum();
            assertThat(usedMib + 1_024L * world.sizesGib().getFirst() * count)
                    .isLessThanOrEqualTo((HOSTS - 1) * HOST_GIB * 1_024L);
        }
    }

    @Property(tries = 40)
    void equalQuestionsHaveEqualAnswers(@ForAll("worlds") World world) {
        assertThat(study(world)).isEqualTo(study(world));
    }

    /** Copies of one VM in one dimension: first fit is best, so the number is known. */
    @Property(tries = 150)
    void roomForMoreIsWhatFitsIntoEachHost(@ForAll("worlds") World world) {
        var cluster = world.cluster();
        var expected = 0L;
        var copyMib = 1_024L * world.sizesGib().getFirst();
        for (var host : cluster.hosts().values()) {
            var used = cluster.vms().values().stream()
                    .filter(vm -> host.id().equals(vm.host()))
                    .mapToLong(vm -> vm.memory().configured().value())
                    .sum();
            expected += (host.capacity().memory().value() - used) / copyMib;
        }
        var room = StudyTest.study(cluster, new ZoneLimits(List.of()), StudyTest.all(1), null, vmId(0))
                .roomForMore();
        assertThat(room)
                .isNotNull()
                .satisfies(found -> assertThat(found.isMost()).isTrue());
        assertThat(room == null ? -1 : room.count()).isEqualTo((int) expected);
        assertThat(room == null || room.countWithHa() == null ? -1 : room.countWithHa())
                .isBetween(0, (int) expected);
    }

    /** Whoever survives the failure of two hosts survives that of one, as far as room goes. */
    @Property(tries = 100)
    void whatSurvivesHasTheRoom(@ForAll("worlds") World world) {
        var cluster = world.cluster();
        var coverage = Failures.of(cluster, StudyTest.all(2), 2, () -> true);
        assertThat(coverage.checkedCount()).isEqualTo(6);
        var usedMib = cluster.vms().values().stream()
                .filter(vm -> vm.host() != null)
                .mapToLong(vm -> vm.memory().configured().value())
                .sum();
        if (coverage.survives()) {
            assertThat(usedMib).isLessThanOrEqualTo((HOSTS - 2) * HOST_GIB * 1_024L);
        }
        if (usedMib > (HOSTS - 2) * HOST_GIB * 1_024L) {
            assertThat(coverage.notSurvivedCount()).isEqualTo(6);
        }
    }

    private static SimulationFindings study(World world) {
        return StudyTest.study(
                world.cluster(),
                new ZoneLimits(List.of()),
                StudyTest.all(1),
                null,
                null,
                world.suppositions().toArray(Supposition[]::new));
    }

    @Provide
    Arbitrary<World> worlds() {
        var sizes = Arbitraries.integers().between(1, 9).list().ofMinSize(1).ofMaxSize(14);
        return Combinators.combine(sizes, suppositions().list().ofMaxSize(3)).as(World::new);
    }

    private static Arbitrary<Supposition> suppositions() {
        var host = Arbitraries.integers().between(0, HOSTS - 1);
        var count = Arbitraries.integers().between(1, 3);
        var some = host.list().ofMinSize(1).ofMaxSize(2).map(numbers -> {
            var ids = new TreeSet<HostId>();
            numbers.forEach(number -> ids.add(hostId(number)));
            return ids;
        });
        var kinds = new ArrayList<Arbitrary<Supposition>>();
        kinds.add(some.map(Supposition.HostsLost::new));
        kinds.add(some.map(Supposition.HostsDrained::new));
        kinds.add(Combinators.combine(host, count).as((like, many) -> new Supposition.HostsAdded(hostId(like), many)));
        kinds.add(count.map(many -> new Supposition.VmsAdded(vmId(0), many)));
        kinds.add(count.map(factor -> new Supposition.DemandGrows(new TreeSet<>(), factor)));
        return Arbitraries.oneOf(kinds);
    }
}
