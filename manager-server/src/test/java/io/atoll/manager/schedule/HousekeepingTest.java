package io.atoll.manager.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every house-keeping job, started through Quartz as the clock would, on rows of the real tables. */
@ManagerTest
class HousekeepingTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final Scheduler scheduler;
    private final Retention retention;
    private final Instant now;

    HousekeepingTest(ManagerUnderTest manager, JdbcClient jdbc, Scheduler scheduler, Retention retention, Clock clock) {
        this.manager = manager;
        this.jdbc = jdbc;
        this.scheduler = scheduler;
        this.retention = retention;
        now = clock.instant();
    }

    @Test
    void everythingThatHappensByTheClockIsInTheSchedule() throws Exception {
        var names = new ArrayList<String>();
        for (var group : scheduler.getJobGroupNames()) {
            for (var key : scheduler.getJobKeys(org.quartz.impl.matchers.GroupMatcher.jobGroupEquals(group))) {
                names.add(key.getName());
            }
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "alarms",
                        "notifications",
                        "audit",
                        "console-tickets",
                        "dpm-energy",
                        "dpm-recommendations",
                        "dpm-room-wishes",
                        "dpm-round-rows",
                        "dpm-rounds",
                        "dpm-spans",
                        "drs-recommendations",
                        "drs-round-rows",
                        "drs-rounds",
                        "events",
                        "ha-incidents",
                        "idempotency-keys",
                        "join-tokens",
                        "maintenances",
                        "rolling-maintenances",
                        "samples",
                        "samples-five-minutes",
                        "samples-hourly",
                        "sessions",
                        "tasks");
    }

    @Test
    void sessionsThatEndedGo() throws Exception {
        var ended = session(now.minus(MINUTE));
        var lives = session(now.plus(MINUTE.multipliedBy(5)));
        run("sessions");
        gone("session", "id", ended);
        stays("session", "id", lives);
    }

    @Test
    void consoleTicketsNobodyUsedGo() throws Exception {
        var old = ticket(now.minus(MINUTE));
        var fresh = ticket(now.plus(MINUTE.multipliedBy(5)));
        run("console-tickets");
        gone("console_ticket", "vm_id", old);
        stays("console_ticket", "vm_id", fresh);
    }

    @Test
    void rememberedAnswersGoAfterTheirDay() throws Exception {
        var old = answer(now.minus(Duration.ofHours(24)).minus(MINUTE));
        var fresh = answer(now.minus(Duration.ofHours(23)));
        run("idempotency-keys");
        gone("idempotency_key", "user_id", old);
        stays("idempotency_key", "user_id", fresh);
    }

    @Test
    void joinTokensGoOnceTheyWereUsedOrRanOutLongAgo() throws Exception {
        var longAgo = now.minus(retention.joinTokens()).minus(MINUTE);
        var ranOut = joinToken(longAgo, null);
        var used = joinToken(now.plus(MINUTE.multipliedBy(5)), longAgo);
        var ranOutJustNow = joinToken(now.minus(MINUTE), null);
        var usedJustNow = joinToken(now.plus(MINUTE.multipliedBy(5)), now.minus(MINUTE));
        run("join-tokens");
        gone("join_token", "id", ranOut);
        gone("join_token", "id", used);
        stays("join_token", "id", ranOutJustNow);
        stays("join_token", "id", usedJustNow);
    }

    @Test
    void endedTasksGoWithTheirChildrenAndUnfinishedOnesNever() throws Exception {
        var longAgo = now.minus(retention.tasks()).minus(MINUTE);
        var ended = task(longAgo, longAgo, null);
        var child = task(longAgo, longAgo, ended);
        var endedLately = task(longAgo, now.minus(MINUTE), null);
        var unfinished = task(longAgo, null, null);
        run("tasks");
        gone("task", "id", ended);
        gone("task", "id", child);
        stays("task", "id", endedLately);
        stays("task", "id", unfinished);
        jdbc.sql("delete from task where id = :id").param("id", unfinished).update();
    }

    @Test
    void oldChangesGoInBatchesAndFreshOnesStay() throws Exception {
        var old = IntStream.range(0, Housekeeping.BATCH_ROWS + 3)
                .mapToObj(i -> event(3, now.minus(retention.events()).minus(MINUTE)))
                .toList();
        var fresh = event(4, now.minus(retention.events()).plus(MINUTE));
        run("events");
        gone("event", "id", old.getFirst());
        gone("event", "id", old.getLast());
        stays("event", "id", fresh);
    }

    @Test
    void theAuditLogIsKeptVeryLongAndSaysWhatWasRemoved() throws Exception {
        String old = audit(now.minus(retention.audit()).minus(MINUTE));
        String kept = audit(now.minus(retention.audit()).plus(MINUTE));
        run("audit");
        gone("audit", "object", old);
        stays("audit", "object", kept);
        var entries = jdbc.sql("select detail from audit where action = 'audit.retention'")
                .query(String.class)
                .list();
        assertThat(entries).anySatisfy(detail -> assertThat(detail).startsWith("removed 1 entries from before "));
    }

    private void run(String name) throws Exception {
        scheduler.triggerJob(new JobKey(name, "housekeeping"));
    }

    private void gone(String table, String column, Object value) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(count(table, column, value)).isZero());
    }

    /** Called once others are gone: the statement that removed them would have removed this one, too. */
    private void stays(String table, String column, Object value) {
        assertThat(count(table, column, value)).as("%s in %s", value, table).isOne();
    }

    private int count(String table, String column, Object value) {
        return jdbc.sql("select count(*) from " + table + " where " + column + " = :value")
                .param("value", value)
                .query(Integer.class)
                .single();
    }

    private UUID session(Instant expiresAt) throws Exception {
        return insert(
                "session",
                Map.of("user_id", user(), "secret_sha256", secret(), "address", "::1"),
                Map.of("created_at", now.minus(Duration.ofHours(1)), "expires_at", expiresAt));
    }

    private UUID ticket(Instant expiresAt) throws Exception {
        var vm = UUID.randomUUID();
        insertRow(
                "console_ticket",
                Map.of(
                        "secret_sha256",
                        secret(),
                        "vm_id",
                        vm,
                        "kind",
                        "VNC",
                        "user_id",
                        user(),
                        "caller_name",
                        "root-admin",
                        "role",
                        "ADMIN"),
                Map.of("expires_at", expiresAt));
        return vm;
    }

    private UUID answer(Instant at) {
        var user = UUID.randomUUID();
        insertRow(
                "idempotency_key",
                Map.of("user_id", user, "key", "k", "request_sha256", "0".repeat(64)),
                Map.of("created_at", at));
        return user;
    }

    private UUID joinToken(Instant expiresAt, @org.jspecify.annotations.Nullable Instant usedAt) {
        var values = new java.util.HashMap<String, Object>(
                Map.of("secret_sha256", secret(), "cluster_id", UUID.randomUUID(), "note", "", "created_by", "test"));
        var times =
                new java.util.HashMap<>(Map.of("created_at", now.minus(Duration.ofDays(90)), "expires_at", expiresAt));
        if (usedAt != null) {
            values.put("used_by_host", UUID.randomUUID());
            times.put("used_at", usedAt);
        }
        return insert("join_token", values, times);
    }

    private UUID task(
            Instant createdAt,
            @org.jspecify.annotations.Nullable Instant endedAt,
            @org.jspecify.annotations.Nullable UUID parent) {
        var id = UUID.randomUUID();
        jdbc.sql("""
                insert into task (id, revision, kind, state, params, memory, requested_by, parent_id, created_at, updated_at,
                                  ended_at)
                values (:id, 1, 'test.old', :state, '{}', '{}', 'test', :parent, :created, :created, :ended)""")
                .param("id", id)
                .param("state", endedAt == null ? "QUEUED" : "SUCCEEDED")
                .param("parent", parent)
                .param("created", createdAt.atOffset(ZoneOffset.UTC))
                .param("ended", endedAt == null ? null : endedAt.atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    /** With a transaction's number from before any other event, so that nobody else's events are older. */
    private UUID event(int transaction, Instant at) {
        var id = UUID.randomUUID();
        jdbc.sql("""
                insert into event (txid, id, kind, object_id, object_name, revision, change, occurred_at)
                values (cast(cast(:txid as text) as xid8), :id, 'vm', 'v', 'v', 1, 'DELETED', :at)""")
                .param("txid", Integer.toString(transaction))
                .param("id", id)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    private String audit(Instant at) {
        String object = "test/" + UUID.randomUUID();
        insertRow(
                "audit",
                Map.of(
                        "actor",
                        "test",
                        "address",
                        "",
                        "action",
                        "test.old",
                        "object",
                        object,
                        "outcome",
                        "OK",
                        "detail",
                        ""),
                Map.of("occurred_at", at));
        return object;
    }

    private UUID insert(String table, Map<String, Object> values, Map<String, Instant> times) {
        var id = UUID.randomUUID();
        var all = new java.util.HashMap<>(values);
        all.put("id", id);
        insertRow(table, all, times);
        return id;
    }

    private void insertRow(String table, Map<String, Object> values, Map<String, Instant> times) {
        var all = new java.util.HashMap<>(values);
        times.forEach((name, time) -> all.put(name, time.atOffset(ZoneOffset.UTC)));
        Set<String> columns = all.keySet();
        jdbc.sql("insert into " + table + " (" + String.join(", ", columns) + ") values ("
                        + columns.stream().map(column -> ":" + column).collect(Collectors.joining(", ")) + ")")
                .params(all)
                .update();
    }

    private UUID user() throws Exception {
        manager.admin();
        return jdbc.sql("select id from app_user where username = :name")
                .param("name", ManagerUnderTest.ADMIN)
                .query(UUID.class)
                .single();
    }

    private static byte[] secret() {
        var bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }
}
