package io.atoll.manager.metrics.internal;

import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** On the leader: writes what is complete, then rolls up. What cannot be written now is kept for a while and written later. */
@Component
class HistoryKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);
    /** Five minutes: at 10,000 VMs about 70 MiB. */
    private static final int MOST_WAITING_BUCKETS = 15;

    private final SampleCollector collector;
    private final SampleTables tables;
    private final SampleWriter writer;
    private final SampleRollup rollup;
    private final Leadership leadership;
    private final Clock clock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final Deque<SampleBucket> waiting = new ArrayDeque<>();
    private boolean failing;

    HistoryKeeper(
            SampleCollector collector,
            SampleTables tables,
            SampleWriter writer,
            SampleRollup rollup,
            Leadership leadership,
            Clock clock) {
        this.collector = collector;
        this.tables = tables;
        this.writer = writer;
        this.rollup = rollup;
        this.leadership = leadership;
        this.clock = clock;
    }

    /** In a thread of its own: a database that is slow keeps nothing else waiting. */
    @Scheduled(fixedDelayString = "${atoll.metrics.history-interval:2s}")
    void begin() {
        if (underWay.compareAndSet(false, true)) {
            Thread.ofVirtual().name("sample-history").start(() -> {
                try {
                    turn();
                } finally {
                    underWay.set(false);
                }
            });
        }
    }

    /** One turn; one thread at a time. */
    void turn() {
        var epoch = leadership.epoch();
        if (epoch.isEmpty()) {
            collector.clear();
            waiting.clear();
            return;
        }
        var now = clock.instant();
        waiting.addAll(collector.close(now));
        while (waiting.size() > MOST_WAITING_BUCKETS) {
            LOG.warn(
                    "samples lost, the database was away for too long begin={}",
                    waiting.removeFirst().begin());
        }
        try {
            write(epoch.get(), now);
            told(null);
        } catch (DeposedException e) {
            waiting.clear();
        } catch (DataAccessException | TransactionException | AtollException e) {
            told(e);
        }
    }

    private void write(LeaderEpoch epoch, Instant now) {
        tables.ensureAhead(now);
        while (!waiting.isEmpty()) {
            writer.write(epoch, waiting.getFirst());
            waiting.removeFirst();
        }
        rollup.advance(epoch, collector.closedUntil());
    }

    /** Once, not every two seconds. */
    private void told(@Nullable RuntimeException failure) {
        if (failure != null && !failing) {
            LOG.warn("samples cannot be written now, they wait: {}", failure.getMessage());
        } else if (failure == null && failing) {
            LOG.info("samples are written again");
        }
        failing = failure != null;
    }
}
