package io.atoll.manager.event.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.event.Change;
import io.atoll.manager.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promise of the stream: every committed change is delivered exactly once and in one order, whoever commits late. */
class OutboxTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private TestDatabase database;
    private Outbox outbox;
    private EventHub hub;
    private OutboxTail tail;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        outbox = new Outbox(database.jdbc());
        hub = new EventHub();
        tail = new OutboxTail(database.dataSource(), outbox, hub);
    }

    @AfterEach
    void close() {
        tail.stop();
        database.close();
    }

    @Test
    void aTransactionThatCommitsLateIsNotSkipped() throws SQLException {
        try (Connection early = database.dataSource().getConnection()) {
            early.setAutoCommit(false);
            insertRaw(early, "early");
            publish("late", NOW);
            assertThat(outbox.after(EventPosition.START, 10))
                    .as("what is behind an open transaction is not final")
                    .isEmpty();
            assertThat(outbox.hasMore(EventPosition.START)).isTrue();
            early.commit();
        }
        awaitAllFinal();
        assertThat(outbox.after(EventPosition.START, 10))
                .extracting(StoredEvent::objectName)
                .containsExactly("early", "late");
    }

    @Test
    void theTailDeliversEverythingOnceWhileManyWriteAtOnce() throws InterruptedException {
        tail.start();
        Subscription subscription = hub.subscribe();
        int writers = 8;
        int each = 40;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < writers; writer++) {
                String name = "w" + writer;
                pool.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        publish(name + "-" + i, NOW);
                    }
                });
            }
        }
        List<StoredEvent> got = take(subscription, writers * each);
        assertThat(got)
                .extracting(StoredEvent::objectName)
                .doesNotHaveDuplicates()
                .hasSize(writers * each);
        assertThat(got).extracting(StoredEvent::position).isSorted();
    }

    @Test
    void transactionsAreOrderedByNumberNotByTheirDigits() {
        for (var txid : List.of("9", "10", "99", "100", "101")) {
            publish("tx" + txid, NOW);
            database.jdbc()
                    .sql("update event set txid = cast(:txid as xid8) where object_name = :name")
                    .param("txid", txid)
                    .param("name", "tx" + txid)
                    .update();
        }
        awaitAllFinal();
        assertThat(outbox.after(EventPosition.START, 10))
                .extracting(StoredEvent::objectName)
                .containsExactly("tx9", "tx10", "tx99", "tx100", "tx101");
        assertThat(outbox.after(EventPosition.START, 2))
                .extracting(StoredEvent::objectName)
                .containsExactly("tx9", "tx10");
        assertThat(outbox.history(null, null, null, 2))
                .extracting(StoredEvent::objectName)
                .containsExactly("tx101", "tx100");
        assertThat(outbox.newest().txid()).isEqualTo(101);
    }

    @Test
    void theTailGoesOnAfterItsConnectionWasCut() throws InterruptedException {
        tail.start();
        Subscription subscription = hub.subscribe();
        publish("before", NOW);
        assertThat(take(subscription, 1)).extracting(StoredEvent::objectName).containsExactly("before");
        database.jdbc()
                .sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' or query ilike '%from event where%' and pid <> pg_backend_pid()")
                .query((row, index) -> row.getBoolean(1))
                .list();
        publish("after", NOW);
        assertThat(take(subscription, 1)).extracting(StoredEvent::objectName).containsExactly("after");
    }

    @Test
    void aClientThatComesBackGetsWhatItMissedOrIsToldToStartOver() {
        publish("old", LONG_AGO);
        publish("kept", NOW);
        publish("new", NOW);
        awaitAllFinal();
        List<StoredEvent> all = outbox.after(EventPosition.START, 10);
        var replay = new Replay(outbox);
        assertThat(replay.since(all.get(1).position()).orElseThrow())
                .extracting(StoredEvent::objectName)
                .containsExactly("new");
        assertThat(database.transactions().<Integer>execute(status -> outbox.removeBefore(NOW, 10)))
                .isEqualTo(1);
        assertThat(replay.since(EventPosition.START)).as("its past was removed").isEmpty();
        assertThat(replay.since(all.get(0).position()).orElseThrow()).hasSize(2);
        assertThat(replay.since(new EventPosition(Long.MAX_VALUE / 2, 1)))
                .as("a position of another database")
                .isEmpty();
    }

    @Test
    void oldEventsAreRemovedOldestFirstInBatches() {
        for (int i = 0; i < 5; i++) {
            publish("old" + i, LONG_AGO);
        }
        publish("new", NOW);
        awaitAllFinal();
        var removed = new ArrayList<Integer>();
        int batch;
        do {
            batch = database.transactions().<Integer>execute(status -> outbox.removeBefore(NOW, 2));
            removed.add(batch);
            assertThat(outbox.after(EventPosition.START, 10))
                    .extracting(StoredEvent::objectName)
                    .as("after %s", removed)
                    .endsWith("new")
                    .hasSize(Math.max(1, 6 - 2 * removed.size()));
        } while (batch > 0);
        assertThat(removed).containsExactly(2, 2, 1, 0);
    }

    @Test
    void historyPagesBackwardsWithoutGaps() {
        for (int i = 0; i < 7; i++) {
            publish("n" + i, NOW);
        }
        var history = new EventHistory(outbox);
        var first = history.page(null, null, null, 4);
        var second = history.page(first.next(), null, null, 4);
        assertThat(first.events()).extracting(StoredEvent::objectName).containsExactly("n6", "n5", "n4", "n3");
        assertThat(second.events()).extracting(StoredEvent::objectName).containsExactly("n2", "n1", "n0");
        assertThat(second.next()).isNull();
        assertThat(first.totalCount()).isEqualTo(7);
        assertThat(history.page(null, "host", null, 4).events()).isEmpty();
    }

    private void publish(String name, Instant at) {
        database.transactions()
                .executeWithoutResult(status -> outbox.append(
                        UUID.randomUUID(),
                        "vm",
                        "id-" + name,
                        name,
                        1,
                        Change.CHANGED,
                        at,
                        "{\"name\":\"" + name + "\"}"));
    }

    /**
     * Until nothing older is at work: an event is handed out when no transaction with a lower number is open, in whatever
     * database of the server, and Postgres has some of its own (it analyzes tables by itself).
     */
    private void awaitAllFinal() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> database.jdbc()
                        .sql("select count(*) = 0 from event where txid >= pg_snapshot_xmin(pg_current_snapshot())")
                        .query(Boolean.class)
                        .single());
    }

    private static void insertRaw(Connection connection, String name) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into event (id, kind, object_id, object_name, revision, change, occurred_at) values (?, 'vm', ?, ?, 1, 'CREATED', now())")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, "id-" + name);
            insert.setString(3, name);
            insert.executeUpdate();
        }
    }

    /** The limit is only there so that a broken test ends. */
    private static List<StoredEvent> take(Subscription subscription, int count) throws InterruptedException {
        var got = new ArrayList<StoredEvent>();
        var end = Instant.now().plusSeconds(60);
        while (got.size() < count && Instant.now().isBefore(end)) {
            if (subscription.take(Duration.ofMillis(50)).orElse(null) instanceof StreamItem.Stored(var event)) {
                got.add(event);
            }
        }
        assertThat(got).hasSize(count);
        return got;
    }
}
