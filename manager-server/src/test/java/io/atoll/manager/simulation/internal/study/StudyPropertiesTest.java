package io.atoll.manager.simulation.internal.study;

import static io.atoll.manager.simulation.internal.study.Sketch.hostId;
import static io.atoll.manager.simulation.internal.study.Sketch.vmId;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.simulation.internal.study.SimulationFindings.Verdict;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
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
            var sketch = new Sketch().vcpusPerCore(100);
            var used = new int[HOSTS];
            for (var h = 0; h < HOSTS; h++) {
                sketch.host("n" + h, HOST_GIB);
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
