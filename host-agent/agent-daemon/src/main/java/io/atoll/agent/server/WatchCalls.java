package io.atoll.agent.server;

import io.atoll.agent.host.HostSample;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.agent.watch.SampleBoard;
import io.atoll.agent.watch.UpdateLog;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves Watch: each subscriber reads the log at its own pace and holds nothing but its position. */
final class WatchCalls {
    private static final Logger LOG = LoggerFactory.getLogger(WatchCalls.class);
    private static final int BATCH = 128;
    private static final int SUBSCRIBER_LIMIT = 32;
    private static final int DEFAULT_INTERVAL_MS = 2_000;
    private static final int SHORTEST_INTERVAL_MS = 250;

    private final UpdateLog log;
    private final SampleBoard samples;
    private final Executor executor;
    private final Semaphore places = new Semaphore(SUBSCRIBER_LIMIT);

    WatchCalls(UpdateLog log, SampleBoard samples, Executor executor) {
        this.log = log;
        this.samples = samples;
        this.executor = executor;
    }

    void watch(WatchRequest request, ServerCallStreamObserver<HostUpdate> observer) {
        if (!places.tryAcquire()) {
            throw Refusals.status(
                    io.atoll.agent.operation.RefusalCode.HOST_BUSY,
                    "This host has %d watchers already, its limit.".formatted(SUBSCRIBER_LIMIT));
        }
        var subscriber = new Subscriber(new Outbound<>(observer), position(request), interval(request));
        executor.execute(() -> {
            try {
                subscriber.serve();
            } finally {
                places.release();
                LOG.info("Watch ended subscriber={}", printable(request.getSubscriber()));
            }
        });
        LOG.info("Watch begins subscriber={} since={}", printable(request.getSubscriber()), request.getSinceSequence());
    }

    /** A negative position is one the log never has, so that the whole picture comes first. */
    private long position(WatchRequest request) {
        return log.streamId().equals(request.getBootId()) ? request.getSinceSequence() : -1;
    }

    private static int interval(WatchRequest request) {
        var asked = request.getSampleIntervalMs();
        return asked <= 0 ? DEFAULT_INTERVAL_MS : Math.max(asked, SHORTEST_INTERVAL_MS);
    }

    private static String printable(String name) {
        var clean = name.replaceAll("[^A-Za-z0-9._:-]", "?");
        return clean.substring(0, Math.min(clean.length(), 64));
    }

    /** One stream. */
    private final class Subscriber {
        private final Outbound<HostUpdate> out;
        private final int sampleIntervalMs;
        private long position;
        private @Nullable HostSample lastSample;

        Subscriber(Outbound<HostUpdate> out, long position, int sampleIntervalMs) {
            this.out = out;
            this.position = position;
            this.sampleIntervalMs = sampleIntervalMs;
        }

        void serve() {
            var noChanges = log.onChange(out::wake);
            var noSamples = samples.onSample(out::wake);
            try {
                while (out.open()) {
                    sendChanges();
                    sendSample();
                    out.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException | io.grpc.StatusRuntimeException e) {
                LOG.debug("A watcher went away", e);
            } finally {
                noChanges.run();
                noSamples.run();
            }
        }

        private void sendChanges() throws InterruptedException {
            while (out.awaitReady()) {
                var batch = log.readAfter(position, BATCH);
                if (batch.isEmpty()) {
                    return;
                }
                for (var update : batch) {
                    out.send(ReportMessages.update(update, log.streamId()));
                    position = update.sequence();
                }
            }
        }

        private void sendSample() {
            var newest = samples.newest();
            if (newest == null || newest.equals(lastSample) || !out.ready()) {
                return;
            }
            if (lastSample == null || newest.timeMs() - lastSample.timeMs() >= sampleIntervalMs * 9L / 10) {
                lastSample = newest;
                out.send(HostUpdate.newBuilder()
                        .setSequence(position)
                        .setStreamId(log.streamId())
                        .setTimeMs(newest.timeMs())
                        .setSamples(SampleMessages.of(newest))
                        .build());
            }
        }
    }
}
