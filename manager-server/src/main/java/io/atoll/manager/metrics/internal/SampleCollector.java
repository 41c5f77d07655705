package io.atoll.manager.metrics.internal;

import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Sorts what arrives into buckets of 20 seconds. Hosts' streams add, one thread takes away what is complete. */
final class SampleCollector {
    /** A bucket is closed this long after its end; what comes later is dropped and counted. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TreeMap<Instant, SampleBucket> open = new TreeMap<>();
    private Instant closedUntil = Instant.EPOCH;
    private long droppedCount;

    synchronized void add(HostId host, Measured measured) {
        var begin = Level.SAMPLES.floor(measured.at());
        if (begin.isBefore(closedUntil)) {
            droppedCount++;
            return;
        }
        open.computeIfAbsent(begin, SampleBucket::new).add(host.value(), measured);
    }

    /** Takes the buckets away that are complete at {@code now}, oldest first. */
    synchronized List<SampleBucket> close(Instant now) {
        var until = Level.SAMPLES.floor(now.minus(PATIENCE));
        if (until.isBefore(closedUntil.minus(PATIENCE))) {
            closedUntil = until; // the clock was set back: what comes now must not be dropped until it has caught up
        }
        var head = open.headMap(until, false);
        var complete = new ArrayList<>(head.values());
        head.clear();
        if (until.isAfter(closedUntil)) {
            closedUntil = until;
        }
        return complete;
    }

    /** Nothing arrives any more for a bucket that begins before. */
    synchronized Instant closedUntil() {
        return closedUntil;
    }

    /** Samples that came after their bucket was closed. */
    synchronized long droppedCount() {
        return droppedCount;
    }

    /** Forgets what is not complete: another manager hears the hosts now. */
    synchronized void clear() {
        open.clear();
    }
}
