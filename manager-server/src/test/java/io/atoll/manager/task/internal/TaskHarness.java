package io.atoll.manager.task.internal;

import io.atoll.manager.cluster.LeaderFence;
import io.atoll.manager.cluster.internal.PostgresLeaderFence;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** One manager's task module on a database, wired by hand; several on one database are several managers. */
final class TaskHarness implements AutoCloseable {
    private static final AtomicLong IDS = new AtomicLong();
    static final Ids TEST_IDS = () -> new UUID(0x0198_c0de_0000_7000L, 0x8000_0000_0000_0000L | IDS.incrementAndGet());

    final TestDatabase database;
    final List<StepHandler> steps = new ArrayList<>();
    final RecordedEvents events = new RecordedEvents();
    final PostgresLeaderFence fence;
    final PostgresSignals signals;
    final TaskReader reader;
    final PersistedTasks tasks;
    final TaskWaiters waiters = new TaskWaiters();
    final TaskWorker worker;
    private final TaskStore store;
    private final StepHandlers handlers;
    private final Clock clock = Clock.systemUTC();
    private final TaskProperties properties =
            new TaskProperties(8, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMinutes(1));

    TaskHarness(TestDatabase database, CrashPlan crashes) {
        this.database = database;
        var jdbc = database.jdbc();
        handlers = new StepHandlers(steps::stream);
        reader = new TaskReader(jdbc, handlers);
        fence = new PostgresLeaderFence(jdbc);
        LeaderFence crashing = epoch -> {
            crashes.boundary();
            fence.check(epoch);
        };
        signals = new PostgresSignals(database.dataSource(), jdbc);
        var publisher = new TaskPublisher(events, Stream::empty);
        var tools = new TaskTools(jdbc, database.transactions(), handlers, reader, publisher, signals, clock);
        store = new TaskStore(tools, crashing);
        tasks = new PersistedTasks(tools, waiters, TEST_IDS);
        worker = new TaskWorker(epoch -> new WorkerTerm(engine(epoch), reader, properties.concurrency()));
        steps.add(new AwaitChildren(reader, tasks));
    }

    /** Begins to hear signals, as a started manager does. */
    TaskHarness start() {
        signals.listeners(List.of(worker, waiters));
        signals.start();
        return this;
    }

    TaskEngine engine(LeaderEpoch epoch) {
        return new TaskEngine(epoch, reader, store, handlers, properties, clock);
    }

    /** What a newly elected leader does first. */
    LeaderEpoch lead() {
        var epoch = new LeaderEpoch(database.jdbc()
                        .sql("select epoch from leader_epoch")
                        .query(Long.class)
                        .single())
                .next();
        if (!fence.raise(epoch, new UUID(0, epoch.value()), Instant.EPOCH)) {
            throw new IllegalStateException("Somebody else leads.");
        }
        return epoch;
    }

    TaskId submit(String kind, List<TaskObject> objects, String... stepNames) {
        return submit(TaskRequest.of(kind, objects, TaskJson.object(Map.of()), "test", stepNames));
    }

    TaskId submit(TaskRequest request) {
        return database.transactions().execute(_ -> tasks.submit(request));
    }

    /** Drives the task in this thread until it has ended. */
    TaskSnapshot driveToEnd(TaskEngine engine, TaskId id) {
        for (var looks = 0; looks < 1_000; looks++) {
            if (engine.drive(id) instanceof TaskEngine.Next.Ended) {
                return snapshot(id);
            }
        }
        throw new IllegalStateException("Task %s does not end: %s".formatted(id, snapshot(id)));
    }

    TaskSnapshot snapshot(TaskId id) {
        return tasks.find(id).orElseThrow();
    }

    int locks() {
        return database.jdbc()
                .sql("select count(*) from task_lock")
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() {
        worker.following();
        signals.stop();
    }
}
