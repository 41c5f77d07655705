package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.cluster.DeposedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What is written, rolled up and dropped, on a real database; and what of it when managers die in between. */
class SampleHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final HistoryRig rig = new HistoryRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyTwentySecondsOneRowWithTheMeanAndTheMaximumAndNothingWhereNothingIsKnown() {
        var leader = rig.newLeader();
        leader.hears(NOON.plusSeconds(2), 100, false);
        leader.hears(NOON.plusSeconds(10), 300, true);
        leader.hears(NOON.plusSeconds(21), 50, false);
        rig.clock.set(NOON.plusSeconds(31));
        leader.keeper.turn();

        assertThat(rows("vm_sample")).singleElement().satisfies(row -> {
            assertThat(row)
                    .containsEntry("vm_id", HistoryRig.VM.value())
                    .containsEntry("cpu_used_millicores", 200f)
                    .containsEntry("cpu_used_millicores_max", 300f)
                    .containsEntry("memory_resident_mib", 512f)
                    .containsEntry("sample_count", 2)
                    .containsEntry("clock_off", true);
            assertThat(row.get("net_rx_bytes_per_second")).isNull();
            assertThat(row.get("cpu_steal_permille_max")).isNull();
        });
        assertThat(rows("host_sample"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("host_id", HistoryRig.HOST.value())
                        .containsEntry("cpu_used_millicores", 200f));
        assertThat(time("select at from vm_sample")).isEqualTo(NOON);
        rig.clock.set(NOON.plusSeconds(60));
        leader.keeper.turn();
        leader.keeper.turn();
        assertThat(rig.count("vm_sample")).isEqualTo(2);
    }

    @Test
    void whatIsThereAlreadyStaysAndTheRestOfTheBucketIsAdded() {
        rig.newLeader().writes(NOON, 100);
        var second = rig.newLeader();
        var bucket = new SampleBucket(NOON);
        bucket.add(HistoryRig.HOST.value(), HistoryRig.measured(NOON, 900, false));
        bucket.add(new java.util.UUID(1, 2), HistoryRig.measured(NOON, 900, false));
        second.writer.write(second.epoch, bucket);
        second.writer.write(second.epoch, bucket);
        assertThat(rig.count("host_sample")).isEqualTo(2);
        assertThat(rig.count("vm_sample")).isOne();
        assertThat(rows("vm_sample").getFirst()).containsEntry("cpu_used_millicores", 100f);
    }

    @Test
    void aDeposedLeaderWritesNothingAndKeepsNothing() {
        var old = rig.newLeader();
        old.hears(100);
        rig.newLeader();
        assertThatThrownBy(() -> old.writes(NOON, 100)).isInstanceOf(DeposedException.class);
        rig.clock.forward(Duration.ofMinutes(2));
        old.keeper.turn();
        assertThat(rig.count("vm_sample") + rig.count("host_sample")).isZero();
    }

    @Test
    void whoCeasesToLeadForgetsWhatIsNotComplete() {
        var manager = rig.newLeader();
        manager.hears(100);
        manager.believes = null;
        manager.keeper.turn();
        manager.believes = manager.epoch;
        rig.clock.forward(Duration.ofMinutes(2));
        manager.keeper.turn();
        assertThat(rig.count("vm_sample")).isZero();
    }

    @Test
    void partitionsAreMadeAheadAndAMissingOneWhenItIsNeeded() {
        var leader = rig.newLeader();
        leader.keeper.turn();
        assertThat(leader.tables.names(SampleKind.VM, Level.SAMPLES))
                .containsExactly("vm_sample_p20261129", "vm_sample_p20261130");
        assertThat(leader.tables.names(SampleKind.HOST, Level.HOURS))
                .containsExactly("host_sample_1h_p202611", "host_sample_1h_p202612");
        rig.database.jdbc().sql("drop table vm_sample_p20261129").update(); // known to the leader as being there
        leader.writes(NOON, 100);
        leader.writes(NOON.minus(Duration.ofDays(9)), 100);
        assertThat(rig.count("vm_sample")).isEqualTo(2);
    }

    @Test
    void whileTheDatabaseRefusesSamplesWaitAndAreWrittenLater() {
        var leader = rig.newLeader();
        leader.keeper.turn();
        rig.database
                .jdbc()
                .sql("alter table vm_sample rename to vm_sample_away")
                .update();
        leader.runs(Duration.ofMinutes(1), 100);
        assertThat(rig.count("vm_sample_away")).isZero();
        rig.database
                .jdbc()
                .sql("alter table vm_sample_away rename to vm_sample")
                .update();
        leader.runs(Duration.ofSeconds(40), 100);
        assertThat(rig.count("vm_sample")).isEqualTo(4);
        assertThat(time("select min(at) from vm_sample")).isEqualTo(NOON);
    }

    @Test
    void fiveMinutesAndHoursAreTheirSamplesMeansAndMaxima() {
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(30), 100);
        leader.runs(Duration.ofMinutes(30), 300);
        leader.runs(Duration.ofMinutes(12), 700); // so that the hour is complete in both levels

        assertThat(rig.count("vm_sample_5m")).isEqualTo(14);
        assertThat(rig.count("vm_sample_1h")).isOne();
        assertThat(rows("vm_sample_1h").getFirst())
                .containsEntry("cpu_used_millicores", 200f)
                .containsEntry("cpu_used_millicores_max", 300f)
                .containsEntry("memory_resident_mib", 512f)
                .containsEntry("sample_count", 1_800)
                .containsEntry("clock_off", false);
        assertThat(rows("host_sample_5m").getFirst())
                .containsEntry("cpu_used_millicores", 100f)
                .containsEntry("sample_count", 150);
        assertThat(time("select at from vm_sample_1h")).isEqualTo(NOON);
    }

    /** A mean of five minutes of which one had no samples is the mean of the other four. */
    @Test
    void aGapIsAGapAndNotZero() {
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(4), 400);
        rig.clock.forward(Duration.ofMinutes(21));
        leader.runs(Duration.ofMinutes(10), 200);
        assertThat(rig.database
                        .jdbc()
                        .sql("select cpu_used_millicores || ' of ' || sample_count from vm_sample_5m order by at")
                        .query(String.class)
                        .list())
                .containsExactly("400 of 120", "200 of 150");
    }

    @Test
    void anHourThatEndsInSilenceIsRolledUpAllTheSame() {
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(10), 100);
        rig.clock.set(NOON.plus(Duration.ofHours(3)));
        leader.keeper.turn();
        assertThat(rig.count("vm_sample_1h")).isOne();
        assertThat(doneUntil(leader, Level.FIVE_MINUTES)).isAfter(NOON.plus(Duration.ofMinutes(170)));
    }

    /** The leap marks a day as done of which nothing was there yet. */
    @Test
    void whenTheManagersClockLeapsADayAheadAndIsSetBackThatDayIsRolledUpAllTheSame() {
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(10), 100);
        rig.clock.set(NOON.plus(Duration.ofDays(1)));
        leader.keeper.turn();
        assertThat(doneUntil(leader, Level.HOURS)).isAfter(NOON.plus(Duration.ofHours(22)));

        rig.clock.set(NOON.plus(Duration.ofMinutes(10)));
        leader.keeper.turn();
        leader.runs(Duration.ofMinutes(62), 400);
        assertThat(rig.count("vm_sample_5m")).isEqualTo(14);
        assertThat(rows("vm_sample_1h"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("cpu_used_millicores", 350f)
                        .containsEntry("sample_count", 1_800));
    }

    @Test
    void timesThatAreLivedThroughTwiceAreRolledUpFromAllTheirRows() {
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(4), 100);
        rig.clock.forward(Duration.ofMinutes(10));
        leader.keeper.turn();
        assertThat(sum("select sum(sample_count) from vm_sample_5m")).isEqualTo(120);

        rig.clock.set(NOON.plus(Duration.ofMinutes(2)));
        leader.keeper.turn();
        leader.runs(Duration.ofMinutes(8), 100);
        assertThat(sum("select sum(sample_count) from vm_sample_5m where at = '%s'".formatted(NOON)))
                .isEqualTo(sum("select sum(sample_count) from vm_sample where at < '%s'"
                        .formatted(NOON.plus(Duration.ofMinutes(5)))))
                .isEqualTo(150);
    }

    /** The manager's connection is cut while a bucket is being written; what it did is undone, and done once by the next one. */
    @Test
    void aManagerKilledInTheMiddleNeitherLosesNorDoublesABucket() throws Exception {
        var first = rig.newLeader();
        first.runs(Duration.ofMinutes(11), 100);
        assertThat(rig.count("vm_sample_5m")).isEqualTo(2);
        rig.clock.forward(Duration.ofMinutes(5));
        try (var blocker = rig.database.dataSource().getConnection();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            // A row of the bucket that is not committed yet: the manager's own row of it waits in the middle of its
            // statement.
            statement.execute(
                    "insert into vm_sample_5m (vm_id, at, sample_count, clock_off) values ('%s', '%s', 1, false)"
                            .formatted(HistoryRig.VM, NOON.plus(Duration.ofMinutes(10))));
            var dying = CompletableFuture.runAsync(() -> first.rollup.advance(first.epoch, rig.clock.instant()));
            Awaitility.await().until(() -> waiting() > 0);
            rig.database
                    .jdbc()
                    .sql("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database()")
                    .query((_, _) -> 0)
                    .list();
            assertThatThrownBy(dying::join).hasRootCauseInstanceOf(java.sql.SQLException.class);
            blocker.rollback();
        }
        assertThat(rig.count("vm_sample_5m")).isEqualTo(2);
        var second = rig.newLeader();
        second.rollup.advance(second.epoch, rig.clock.instant());
        second.rollup.advance(second.epoch, rig.clock.instant());
        assertThat(rig.count("vm_sample_5m")).isEqualTo(3);
        assertThat(sum("select sum(sample_count) from vm_sample_5m"))
                .isEqualTo(sum("select sum(sample_count) from vm_sample"));
    }

    /** The rows of the bucket are written, and the manager dies before it is marked: the next one begins it anew. */
    @Test
    void aBucketThatIsWrittenButNotMarkedIsUndone() {
        var first = rig.newLeader();
        first.runs(Duration.ofMinutes(5), 100);
        var jdbc = rig.database.jdbc();
        jdbc.sql("create function die() returns trigger language plpgsql as "
                        + "'begin if (select count(*) from vm_sample_5m) > 0 then raise exception ''the manager dies here''; "
                        + "end if; return new; end'")
                .update();
        jdbc.sql("create trigger dies before insert or update on sample_rollup for each row execute function die()")
                .update();
        rig.clock.forward(Duration.ofMinutes(2));
        first.keeper.turn();
        assertThatThrownBy(() -> first.rollup.advance(first.epoch, rig.clock.instant()))
                .isInstanceOf(DataAccessException.class);
        assertThat(rig.count("vm_sample_5m")).isZero();
        jdbc.sql("drop trigger dies on sample_rollup").update();
        var second = rig.newLeader();
        second.rollup.advance(second.epoch, rig.clock.instant());
        assertThat(rig.count("vm_sample_5m")).isOne();
        assertThat(sum("select sum(sample_count) from vm_sample_5m")).isEqualTo(150);
    }

    @Test
    void twoManagersThatRollUpAtOnceDoItOnce() {
        var leader = rig.newLeader();
        leader.runs(Duration.ofMinutes(5), 100);
        rig.clock.forward(Duration.ofMinutes(30));
        var both = List.of(advancing(leader), advancing(leader));
        both.forEach(CompletableFuture::join);
        assertThat(rig.count("vm_sample_5m")).isOne();
        assertThat(rig.count("host_sample_5m")).isOne();
    }

    @Test
    void anOutageOfDaysIsMadeUpForStepByStep() {
        var leader = rig.newLeader();
        for (int bucket = 0; bucket < 40; bucket++) {
            leader.writes(NOON.minus(Duration.ofDays(5)).plus(Duration.ofMinutes(5L * bucket)), 100);
        }
        leader.keeper.turn();
        leader.keeper.turn();
        leader.keeper.turn();
        assertThat(rig.count("vm_sample_5m")).isEqualTo(40);
        assertThat(rig.count("vm_sample_1h")).isEqualTo(4);
    }

    @Test
    void oldSamplesGoByWholeDaysAndNotBeforeTheyAreRolledUp() {
        var leader = rig.newLeader();
        leader.writes(NOON.minus(Duration.ofDays(3)), 100); // its day ended two days and a half ago
        leader.writes(NOON.minus(Duration.ofDays(2)), 100); // its day ended one day and a half ago
        var housekeeping = new SampleHousekeeping().oldSamples(leader.tables, leader.rollup, rig.retention, rig.clock);
        assertThat(housekeeping.removeBatch()).isZero();
        leader.keeper.turn();
        int removed = 0;
        for (int rows = housekeeping.removeBatch(); rows > 0; rows = housekeeping.removeBatch()) {
            removed++;
        }
        assertThat(removed).isEqualTo(2); // hosts and VMs
        assertThat(leader.tables.names(SampleKind.VM, Level.SAMPLES)).doesNotContain("vm_sample_p20261126");
        assertThat(rig.count("vm_sample")).isOne();
        assertThat(rig.count("vm_sample_5m")).isEqualTo(2);
    }

    @Test
    void daysWithoutAnySampleGoToo() {
        var leader = rig.newLeader();
        leader.tables.ensure(SampleKind.VM, Level.SAMPLES, NOON.minus(Duration.ofDays(9)));
        leader.keeper.turn();
        var housekeeping = new SampleHousekeeping().oldSamples(leader.tables, leader.rollup, rig.retention, rig.clock);
        assertThat(housekeeping.removeBatch()).isPositive();
        assertThat(leader.tables.names(SampleKind.VM, Level.SAMPLES))
                .containsExactly("vm_sample_p20261129", "vm_sample_p20261130");
    }

    @Test
    void hoursGoByWholeMonths() {
        var leader = rig.newLeader();
        for (var month : List.of("2025-09-15T00:00:00Z", "2025-11-15T00:00:00Z")) {
            leader.tables.ensure(SampleKind.VM, Level.HOURS, Instant.parse(month));
        }
        var housekeeping =
                new SampleHousekeeping().oldHourlySamples(leader.tables, leader.rollup, rig.retention, rig.clock);
        assertThat(housekeeping.removeBatch()).isPositive();
        assertThat(housekeeping.removeBatch()).isZero();
        assertThat(leader.tables.names(SampleKind.VM, Level.HOURS)).containsExactly("vm_sample_1h_p202511");
    }

    private static Instant doneUntil(HistoryRig.Manager manager, Level level) {
        return manager.rollup.doneUntil(SampleKind.VM, level).orElseThrow();
    }

    private CompletableFuture<Void> advancing(HistoryRig.Manager manager) {
        return CompletableFuture.runAsync(() -> manager.rollup.advance(manager.epoch, rig.clock.instant()));
    }

    private int waiting() {
        return rig.database
                .jdbc()
                .sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and datname = current_database()")
                .query(Integer.class)
                .single();
    }

    private long sum(String query) {
        return rig.database.jdbc().sql(query).query(Long.class).single();
    }

    private Instant time(String query) {
        return rig.database
                .jdbc()
                .sql(query)
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** All columns of the rows, oldest first. */
    private List<Map<String, @Nullable Object>> rows(String table) {
        return rig.database
                .jdbc()
                .sql("select * from " + table + " order by at")
                .query()
                .listOfRows();
    }
}
