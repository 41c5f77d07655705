package io.atoll.manager.simulation.internal.study;

import static io.atoll.manager.simulation.internal.study.Sketch.hostId;
import static io.atoll.manager.simulation.internal.study.Sketch.vmId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.drs.loop.BalanceLevel;
import io.atoll.drs.plan.Resource;
import io.atoll.manager.placement.ShareLimit;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Verdict;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One question after another about small clusters. */
class StudyTest {
    private static final ZoneLimits NO_LIMITS = new ZoneLimits(List.of());

    @Test
    void aDeadHostsVmsAreRestartedWhereThereIsRoom() {
        var cluster = new Sketch()
                .host("n1", 16)
                .host("n2", 16)
                .vm("db", 8, 0)
                .vm("web", 4, 0)
                .vm("mail", 2, 1)
                .vm("off", 16, null)
                .cluster();
        var found = suppose(cluster, new Supposition.HostsLost(hosts(0)));
        assertThat(found.verdict()).isEqualTo(Verdict.FITS);
        assertThat(found.moves().restartCount()).isEqualTo(2);
        assertThat(found.moves().startCount()).isZero();
        assertThat(found.moves().first()).allSatisfy(move -> {
            assertThat(move.toHostName()).isEqualTo("n2");
            assertThat(move.reason()).isEqualTo("its host is lost");
        });
        assertThat(found.after().vmCount()).isEqualTo(3);
        assertThat(found.after().hostsOn()).isEqualTo(1);
    }

    @Test
    void whoFindsNoRoomIsNamedWithTheFiguresAndTheBottleneckIsWhatIsMissing() {
        var cluster = new Sketch()
                .host("n1", 16)
                .host("n2", 16)
                .vm("db", 12, 0)
                .vm("web", 8, 1)
                .cluster();
        var found = suppose(cluster, new Supposition.HostsLost(hosts(0)));
        assertThat(found.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
        assertThat(found.obstacles()).singleElement().satisfies(obstacle -> {
            assertThat(obstacle.vmName()).isEqualTo("db");
            assertThat(obstacle.reason()).contains("n2", "12288", "8192");
        });
        assertThat(found.after().firstBottleneck()).isEqualTo(Resource.MEMORY);
        assertThat(found.after().uses().getFirst().share()).isEqualTo(20.0 / 16, within(1e-9));
        assertThat(found.after().uses().getFirst().fullestShare()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void aDrainedHostIsEmptiedByMigration() {
        var cluster = new Sketch()
                .host("n1", 16)
                .host("n2", 16)
                .vm("db", 8, 0)
                .vm("web", 4, 1)
                .cluster();
        var found = suppose(cluster, new Supposition.HostsDrained(hosts(0)));
        assertThat(found.verdict()).isEqualTo(Verdict.FITS);
        assertThat(found.moves().migrationCount()).isEqualTo(1);
        assertThat(found.moves().copiedGiB()).isEqualTo(8, within(1e-9));
        assertThat(found.moves().durationSeconds()).isPositive();
        assertThat(found.moves().first().getFirst().fromHostName()).isEqualTo("n1");
        assertThat(found.moves().first().getFirst().reason()).isEqualTo("n1 is being emptied");
    }

    @Test
    void whatARuleForbidsFitsOnceTheRuleIsGone() {
        var cluster = new Sketch()
                .host("n1", 16)
                .host("n2", 16)
                .vm("a", 2, 0)
                .vm("b", 2, 1)
                .rule(new Rule.KeepApart("apart", vms(0, 1)))
                .cluster();
        var lost = new Supposition.HostsLost(hosts(0));
        assertThat(suppose(cluster, lost).verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
        assertThat(suppose(cluster, lost).obstacles().getFirst().reason()).contains("apart");
        assertThat(suppose(cluster, new Supposition.RuleRemoved("apart"), lost).verdict())
                .isEqualTo(Verdict.FITS);
    }

    @Test
    void aRuleThatIsAddedIsMendedWhereItCanBe() {
        var cluster = new Sketch()
                .host("n1", 16)
                .host("n2", 16)
                .vm("a", 2, 0)
                .vm("b", 2, 0)
                .vm("c", 2, 0)
                .cluster();
        var two = suppose(cluster, new Supposition.RuleAdded(new Rule.KeepApart("new", vms(0, 1))));
        assertThat(two.verdict()).isEqualTo(Verdict.FITS);
        assertThat(two.moves().migrationCount()).isEqualTo(1);
        var three = suppose(cluster, new Supposition.RuleAdded(new Rule.KeepApart("new", vms(0, 1, 2))));
        assertThat(three.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
        assertThat(three.brokenRules()).singleElement().asString().contains("rule new is broken");
    }

    @Test
    void overcommitIsTheLimitOfVirtualCpus() {
        var sketch = new Sketch().vcpusPerCore(4).host("n1", 64);
        IntStream.range(0, 20).forEach(i -> sketch.vm("v" + i, 1, 0));
        var cluster = sketch.cluster();
        assertThat(suppose(cluster, new Supposition.Overcommit(2)).verdict()).isEqualTo(Verdict.FITS);
        var tight = suppose(cluster, new Supposition.Overcommit(1));
        assertThat(tight.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
        assertThat(tight.after().firstBottleneck()).isEqualTo(Resource.VCPUS);
        assertThat(tight.obstacles().getFirst().reason()).contains("vCPUs 20");
    }

    @Test
    void growingDemandIsCountedAsWhatHostsCannotServe() {
        var sketch = new Sketch().host("n1", 64);
        IntStream.range(0, 16).forEach(i -> sketch.vm("v" + i, 1, 0));
        var found = suppose(sketch.cluster(), new Supposition.DemandGrows(new TreeSet<>(), 3));
        assertThat(found.before().unservedMillicores()).isZero();
        assertThat(found.after().unservedMillicores()).isEqualTo(16 * 1_500 - 16_000, within(1e-6));
        assertThat(found.after().firstBottleneck()).isEqualTo(Resource.CPU);
    }

    @Test
    void zonesThatHoldTooManyAfterwardsBreakTheirRule() {
        var members = vms(0, 1);
        var cluster = new Sketch()
                .host("n1", 16, "r1")
                .host("n2", 16, "r2")
                .host("n3", 16, "r2")
                .vm("a", 2, 0)
                .vm("b", 2, 1)
                .preference(new Preference.BlastRadius("radius", members, Host.ZONE, 0.5, 1e5))
                .cluster();
        var limits = new ZoneLimits(List.of(new ShareLimit("radius", members, Host.ZONE, 1, false)));
        var lost = new Supposition.HostsLost(hosts(0));
        var found = study(cluster, limits, all(1), null, null, lost);
        assertThat(found.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
        assertThat(found.brokenRules()).containsExactly("rule radius is broken: r2 holds 2 of its VMs, and may hold 1");
        var given = study(cluster, limits, all(1), null, null, new Supposition.RuleRemoved("radius"), lost);
        assertThat(given.verdict()).isEqualTo(Verdict.FITS);
    }

    @Test
    void coverageSaysWhichFailureWhichVmsWouldNotSurvive() {
        var cluster = new Sketch()
                .host("n1", 16)
                .host("n2", 16)
                .host("n3", 4)
                .vm("db", 10, 0)
                .vm("web", 10, 1)
                .cluster();
        var found = suppose(cluster).haCoverage();
        assertThat(found.survives()).isFalse();
        assertThat(found.allChecked()).isTrue();
        assertThat(found.checkedCount()).isEqualTo(3);
        assertThat(found.notSurvived())
                .containsExactly(
                        new SimulationFindings.Loss(List.of("n1"), 1, List.of("db")),
                        new SimulationFindings.Loss(List.of("n2"), 1, List.of("web")));
        var some =
                study(cluster, NO_LIMITS, new Protection(1, vms(1)), null, null).haCoverage();
        assertThat(some.onlyProtected()).isTrue();
        assertThat(some.notSurvived()).containsExactly(new SimulationFindings.Loss(List.of("n2"), 1, List.of("web")));
        assertThat(suppose(cluster, new Supposition.HostsAdded(hostId(0), 1))
                        .haCoverage()
                        .survives())
                .isTrue();
    }

    @Test
    void roomForMoreEndsAtTheResourceThatIsUsedUp() {
        var cluster = new Sketch()
                .host("n1", 10)
                .host("n2", 10)
                .vm("web", 3, 0)
                .vm("template", 4, null)
                .cluster();
        var room = roomFor(cluster, vmId(1));
        assertThat(room.count()).isEqualTo(3);
        assertThat(room.isMost()).isTrue();
        assertThat(room.countWithHa()).isEqualTo(1);
        assertThat(room.limits()).singleElement().satisfies(limit -> {
            assertThat(limit.kind()).isEqualTo("memory");
            assertThat(limit.hostCount()).isEqualTo(2);
            assertThat(limit.example()).contains("n1", "4096");
        });
    }

    @Test
    void wattsAreToldWhereEveryHostsPowerIsKnown() {
        var unknown = new Sketch().host("n1", 16).host("n2", 16).vm("a", 2, 0).cluster();
        assertThat(suppose(unknown).before().watts()).isNull();
        var known = new Sketch()
                .drawing(100, 200)
                .host("n1", 16)
                .host("n2", 16)
                .vm("a", 2, 0)
                .cluster();
        var found = suppose(known, new Supposition.HostsLost(hosts(1)));
        assertThat(found.before().watts()).isEqualTo(200 + 100 * 500.0 / 16_000, within(1e-6));
        assertThat(found.after().watts()).isEqualTo(100 + 100 * 500.0 / 16_000, within(1e-6));
    }

    @Test
    void balanceIsForThoseWhoWantIt() {
        var sketch = new Sketch().host("n1", 16).host("n2", 16);
        IntStream.range(0, 8).forEach(i -> sketch.vm("v" + i, 2, 0));
        var cluster = sketch.cluster();
        assertThat(suppose(cluster).moves().migrationCount()).isZero();
        var found = study(cluster, NO_LIMITS, all(1), BalanceLevel.EAGER, null);
        assertThat(found.moves().migrationCount()).isEqualTo(4);
        assertThat(found.after().imbalance()).isZero();
        assertThat(found.before().imbalance()).isPositive();
    }

    @Test
    void aClusterThatLosesAllItsHostsSaysSo() {
        var cluster = new Sketch().host("n1", 16).vm("a", 2, 0).vm("b", 2, 0).cluster();
        var found = suppose(cluster, new Supposition.HostsLost(hosts(0)));
        assertThat(found.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
        assertThat(found.obstacleCount()).isEqualTo(2);
        assertThat(found.after().firstBottleneck()).isNull();
        assertThat(found.haCoverage().checkedCount()).isZero();
    }

    @Test
    void aStudyWithoutTimeSaysThatItStoppedEarly() {
        var sketch = new Sketch().host("n1", 16).host("n2", 16);
        IntStream.range(0, 16).forEach(i -> sketch.vm("v" + i, 1, 0));
        var wanted =
                new Study.Wanted(sketch.cluster(), NO_LIMITS, all(1), List.of(), null, vmId(0), RuleCheck.NO_RULES);
        var found = Study.of(wanted, 1, _ -> () -> false);
        assertThat(found.stoppedEarly()).isTrue();
        assertThat(found.haCoverage().allChecked()).isFalse();
        var room = found.roomForMore();
        assertThat(room).isNotNull();
        assertThat(room == null || room.isMost()).isFalse();
    }

    private static SimulationFindings.RoomForMore roomFor(Cluster cluster, VmId like) {
        var room = study(cluster, NO_LIMITS, all(1), null, like).roomForMore();
        if (room == null) {
            throw new AssertionError("It was asked for.");
        }
        return room;
    }

    private static SimulationFindings suppose(Cluster cluster, Supposition... suppositions) {
        return study(cluster, NO_LIMITS, all(1), null, null, suppositions);
    }

    static SimulationFindings study(
            Cluster cluster,
            ZoneLimits limits,
            Protection protection,
            @Nullable BalanceLevel level,
            @Nullable VmId moreLike,
            Supposition... suppositions) {
        return Study.of(
                new Study.Wanted(
                        cluster, limits, protection, List.of(suppositions), level, moreLike, RuleCheck.NO_RULES),
                1,
                _ -> () -> true);
    }

    static Protection all(int hostFailures) {
        return new Protection(hostFailures, null);
    }

    static SortedSet<HostId> hosts(int... numbers) {
        var ids = new TreeSet<HostId>();
        Arrays.stream(numbers).forEach(number -> ids.add(hostId(number)));
        return ids;
    }

    static SortedSet<VmId> vms(int... numbers) {
        var ids = new TreeSet<VmId>();
        Arrays.stream(numbers).forEach(number -> ids.add(vmId(number)));
        return ids;
    }
}
