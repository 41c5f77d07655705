package io.atoll.manager.task.internal;

import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removes tasks that ended long ago, on the leader. */
final class TaskRetention implements LeadershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRetention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final Duration kept;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;

    TaskRetention(JdbcClient jdbc, Duration kept, Clock clock) {
        this.jdbc = jdbc;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public synchronized void leading(LeaderEpoch epoch) {
        following();
        var running = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("atoll-task-retention").factory());
        var _ = running.scheduleWithFixedDelay(this::removeOld, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        timer = running;
    }

    @Override
    public synchronized void following() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    /** In batches, so that no statement holds its locks for long. Children go with their parent. */
    int removeOld() {
        var limit = clock.instant().minus(kept).atOffset(ZoneOffset.UTC);
        var total = 0;
        try {
            int removed;
            do {
                removed = jdbc.sql("delete from task where id in (select id from task where ended_at < :limit"
                                + " and parent_id is null order by ended_at limit :batch)")
                        .param("limit", limit)
                        .param("batch", BATCH)
                        .update();
                total += removed;
            } while (removed == BATCH);
        } catch (RuntimeException e) {
            LOG.warn("Old tasks could not be removed, trying again in an hour: {}", e.toString());
        }
        return total;
    }
}
