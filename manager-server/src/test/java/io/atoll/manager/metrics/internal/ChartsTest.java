package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.metrics.SampleChart;
import io.atoll.manager.metrics.SampleChart.Series;
import io.atoll.manager.metrics.SampleCharts.Range;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What charts and schedulers are told of the history. */
class ChartsTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final HistoryRig rig = new HistoryRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void stepsAreEquallyFarApartAndGapsAreNull() {
        var leader = rig.newLeader();
        leader.writes(NOON, 100);
        leader.writes(NOON.plusSeconds(40), 300);
        rig.clock.set(NOON.plusSeconds(120));
        var chart = rig.reader().vm(HistoryRig.VM, new Range("2026-11-29T12:00:00Z", "2026-11-29T12:01:00Z", "20s"));
        assertThat(chart.resolutionSeconds()).isEqualTo(20);
        assertThat(chart.times()).containsExactly(NOON, NOON.plusSeconds(20), NOON.plusSeconds(40));
        assertThat(chart.series()).hasSize(VmFigure.values().length);
        var cpu = series(chart, "cpuUsedMillicores");
        assertThat(cpu.mean()).containsExactly(100.0, null, 300.0);
        assertThat(cpu.max()).containsExactly(100.0, null, 300.0);
        assertThat(series(chart, "memoryResidentMiB").max()).isNull();
        assertThat(series(chart, "netRxBytesPerSecond").mean()).containsExactly(null, null, null);
        assertThat(chart.clockOffTimes()).isEmpty();
    }

    @Test
    void coarserStepsAreMadeOfFinerOnesAndOtherObjectsAreNotInThem() {
        var leader = rig.newLeader();
        leader.writes(NOON, 100);
        leader.writes(NOON.plusSeconds(20), 200);
        leader.writes(NOON.plusSeconds(60), 600);
        rig.clock.set(NOON.plusSeconds(180));
        var range = new Range("2026-11-29T12:00:00Z", "2026-11-29T12:02:00Z", "1m");
        var host = rig.reader().host(HistoryRig.HOST, range);
        assertThat(series(host, "cpuUsedMillicores").mean()).containsExactly(150.0, 600.0);
        assertThat(series(host, "cpuUsedMillicores").max()).containsExactly(200.0, 600.0);
        var stranger = rig.reader().vm(new VmId(new UUID(7, 7)), range);
        assertThat(series(stranger, "cpuUsedMillicores").mean()).containsExactly(null, null);
    }

    @Test
    void aHostWhoseClockWasOffIsFlagged() {
        var leader = rig.newLeader();
        leader.hears(NOON, 100, true);
        rig.clock.set(NOON.plusSeconds(31));
        leader.keeper.turn();
        var chart = rig.reader().host(HistoryRig.HOST, new Range("2026-11-29T11:59:00Z", null, null));
        assertThat(chart.clockOffTimes()).containsExactly(NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 20",
        "PT3H, 20",
        "PT6H, 60",
        "PT9H, 60",
        "P1D, 300",
        "P2D, 300",
        "P6D, 900",
        "P7D, 3600",
        "P29D, 7200",
        "P31D, 7200",
        "P90D, 21600",
        "P365D, 86400"
    })
    void byItselfAChartHasAtMostSixHundredPointsAndReachesBackSoFar(String range, int seconds) {
        var from = NOON.minus(Duration.parse(range)).toString();
        var chart = range(from, null, null);
        assertThat(chart.resolution().seconds()).isEqualTo(seconds);
        assertThat(chart.points()).isLessThanOrEqualTo(600);
        assertThat(chart.from()).isBeforeOrEqualTo(Instant.parse(from));
    }

    @Test
    void beforeTheRetentionAChartBeginsWithWhatIsKeptAndSaysSinceWhen() {
        var chart = range("2026-11-20T00:00:00Z", null, "1m");
        assertThat(chart.from()).isEqualTo(NOON.minus(Duration.ofDays(2)));
        assertThat(chart.keptSince()).isEqualTo(chart.from());
        assertThat(chart.points()).isEqualTo(2 * 24 * 60);
        var nothing = range("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z", null);
        assertThat(nothing.points()).isZero();
        assertThat(nothing.keptSince()).isAfter(nothing.to().minusSeconds(1));
        assertThat(rig.reader()
                        .vm(HistoryRig.VM, new Range("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z", null))
                        .times())
                .isEmpty();
    }

    @Test
    void theFutureIsNotPartOfAChart() {
        assertThat(range(null, "2026-11-30T00:00:00Z", "20s").to()).isEqualTo(NOON);
        assertThat(range("2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", null).points())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-11-29T12:00:00Z, 2026-11-29T11:00:00Z, -, from, must be before to",
                "2026-11-29T12:00:00Z, 2026-11-29T12:00:00Z, -, from, must be before to",
                "yesterday, -, -, from, must be a time such as",
                "-, 2026-11-29, -, to, must be a time such as",
                "-, +999999999-01-01T00:00:00Z, -, to, is not a time at which Atoll ran",
                "-, -, 30s, resolution, 'must be auto, or one of 20s, 1m, 5m'",
                "2026-11-28T00:00:00Z, -, 20s, resolution, gives 6481 points; at most 5000",
            })
    void whatMakesNoSenseIsRefusedByNameAndLimit(
            @Nullable String from, @Nullable String to, @Nullable String resolution, String field, String detail) {
        assertThatThrownBy(() -> range(from, to, resolution)).isInstanceOfSatisfying(AtollException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
            assertThat(refused.causes()).singleElement().satisfies(cause -> {
                assertThat(cause.field()).isEqualTo(field);
                assertThat(cause.detail()).contains(detail);
            });
        });
    }

    @Test
    void schedulersGetAllVmsOfAClusterWithGapsAsUnknown() {
        var cluster = cluster("one");
        vm(cluster, HistoryRig.VM);
        vm(cluster("two"), new VmId(new UUID(2, 2)));
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(2), 100);
        rig.clock.forward(Duration.ofMinutes(1));
        leader.runs(Duration.ofMinutes(2), 300);

        var figures = EnumSet.of(VmFigure.CPU_USED, VmFigure.MEMORY_RESIDENT);
        var history = rig.reader().ofCluster(cluster, Duration.ofMinutes(5), figures);
        assertThat(history.step()).isEqualTo(Duration.ofSeconds(20));
        assertThat(history.stepCount()).isEqualTo(15);
        assertThat(history.begin().plusSeconds(15 * 20))
                .isAfter(rig.clock.instant().minusSeconds(60));
        assertThat(history.vms()).containsExactly(HistoryRig.VM);
        var means = history.means(HistoryRig.VM, VmFigure.CPU_USED);
        assertThat(means).contains(100f, 300f, Float.NaN).hasSize(15);
        assertThat(means[14]).isEqualTo(300f);
        assertThat(history.maxima(HistoryRig.VM, VmFigure.CPU_USED)[14]).isEqualTo(300f);
        assertThat(history.means(HistoryRig.VM, VmFigure.MEMORY_RESIDENT)[14]).isEqualTo(512f);
        assertThat(history.means(new VmId(new UUID(2, 2)), VmFigure.CPU_USED)).containsOnly(Float.NaN);
    }

    @Test
    void longSpansAreToldInLongerSteps() {
        var cluster = cluster("one");
        vm(cluster, HistoryRig.VM);
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(20), 100);
        var day = rig.reader().ofCluster(cluster, Duration.ofDays(1), EnumSet.of(VmFigure.CPU_USED));
        assertThat(day.stepCount()).isEqualTo(288);
        assertThat(day.means(HistoryRig.VM, VmFigure.CPU_USED)).contains(100f);
        var week = rig.reader().ofCluster(cluster, Duration.ofDays(7), EnumSet.of(VmFigure.CPU_USED));
        assertThat(week.step()).isEqualTo(Duration.ofHours(1));
        assertThat(week.stepCount()).isEqualTo(168);
    }

    private static Series series(SampleChart chart, String name) {
        return Objects.requireNonNull(chart.series().get(name), name);
    }

    private ChartRange range(@Nullable String from, @Nullable String to, @Nullable String resolution) {
        return ChartRange.of(new Range(from, to, resolution), rig.clock.instant(), level -> switch (level) {
            case SAMPLES -> rig.retention.samples();
            case FIVE_MINUTES -> rig.retention.samplesFiveMinutes();
            case HOURS -> rig.retention.samplesHourly();
        });
    }

    private ClusterId cluster(String name) {
        var id = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        rig.database.jdbc().sql("""
                insert into cluster (id, name, labels, revision, created_at, updated_at, description, cpu_baseline,
                                     cpu_overcommit_ratio)
                values (:id, :name, '{}', 0, now(), now(), '', 'auto', 4)""").param("id", id).param("name", name).update();
        rig.database.jdbc().sql("""
                insert into pool (id, cluster_id, name, labels, revision, created_at, updated_at, description, type, path,
                                  state, state_detail)
                values (:id, :id, 'pool', '{}', 0, now(), now(), '', 'SHARED_DIRECTORY', '/pool', 'READY', '')""").param("id", id).update();
        return new ClusterId(id);
    }

    private void vm(ClusterId cluster, VmId vm) {
        rig.database
                .jdbc()
                .sql("""
                insert into vm (id, cluster_id, name, labels, revision, created_at, updated_at, description, vcpu_count,
                                memory_mib, pool_id, ha_protected, power_state, power_state_detail, power_state_since, epoch,
                                guest_addresses, guest_agent, conditions)
                values (:id, :cluster, :name, '{}', 0, now(), now(), '', 1, 512, :cluster, false, 'STOPPED', '', now(), 0, '[]',
                        false, '[]')""")
                .param("id", vm.value())
                .param("cluster", cluster.value())
                .param("name", "vm-" + List.of(vm).hashCode())
                .update();
    }
}
