package io.atoll.ha.storage;

import io.atoll.model.HostId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One pool, and the one thread that waits for it. Nobody else ever does: callers get what is known now, or a future with a
 * deadline. A pool that hangs holds its own thread and nothing else, not even {@link #close}.
 */
public final class PoolChannel implements AutoCloseable {
    private static final int MOST_WAITING = 64;

    private final PoolLocation pool;
    private final Duration hangLimit;
    private final SlotReader reader;
    private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile Watch watch = new Watch(new TreeSet<>(), Duration.ZERO);
    private volatile SortedMap<HostId, SlotReading> latest = new TreeMap<>();
    /** When the thread began what it does now; 0 while it waits for requests. */
    private volatile long busySinceNanos;

    private volatile boolean closed;

    private record Watch(SortedSet<HostId> hosts, Duration interval) {}

    /**
     * Starts the pool's thread; touches nothing yet.
     *
     * @param hangLimit a pool that has not answered for this long counts as hanging
     */
    public PoolChannel(PoolLocation pool, UUID installation, Duration hangLimit) {
        this.pool = pool;
        this.hangLimit = hangLimit;
        this.reader = new SlotReader(pool, installation);
        Thread.ofPlatform().daemon().name("ha-pool-" + pool.pool()).start(this::serve);
    }

    public PoolLocation location() {
        return pool;
    }

    /** Reads these hosts' slots again and again, {@code interval} from one start to the next; replaces what was watched. */
    public void watch(Collection<HostId> hosts, Duration interval) {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException(
                    "The interval between two looks must be positive, not %s.".formatted(interval));
        }
        watch = new Watch(new TreeSet<>(hosts), interval);
        requests.offer(() -> {}); // wakes the thread; when the queue is full it is awake
    }

    /**
     * What was read last of every watched host, without waiting. While the pool hangs every host is unreadable, since a
     * reading that should have been renewed says nothing of the present. A host not read yet is absent.
     */
    public SortedMap<HostId, SlotReading> latest() {
        if (health() instanceof PoolHealth.Hanging(var since)) {
            return unanswered(watch.hosts(), since);
        }
        return latest;
    }

    /**
     * A reading of these hosts' slots that begins after this call. When the deadline passes first, every host is
     * unreadable; the future never fails and the caller never waits for the pool.
     */
    public CompletableFuture<SortedMap<HostId, SlotReading>> fresh(Collection<HostId> hosts, Duration deadline) {
        var asked = BootClock.nanos();
        var wanted = new TreeSet<>(hosts);
        return run(_ -> reader.read(wanted), deadline).exceptionally(_ -> unanswered(wanted, asked));
    }

    /**
     * Does something else on the pool, on the pool's thread. Fails with {@link java.util.concurrent.TimeoutException} at the
     * deadline; what had begun by then goes on, what had not is left out.
     */
    public <T> CompletableFuture<T> run(PoolWork<T> work, Duration deadline) {
        var answer = new CompletableFuture<T>();
        var taken = !closed
                && requests.offer(() -> {
                    if (!answer.isDone()) {
                        complete(answer, work);
                    }
                });
        if (!taken) {
            return CompletableFuture.failedFuture(
                    new IOException("Pool %s takes no more requests: it hangs or was closed.".formatted(pool.pool())));
        }
        return answer.orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <T> void complete(CompletableFuture<T> answer, PoolWork<T> work) {
        try {
            answer.complete(work.on(pool));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    public PoolHealth health() {
        var since = busySinceNanos;
        if (closed) {
            return new PoolHealth.Closed();
        }
        if (since == 0) {
            return new PoolHealth.Answering();
        }
        return BootClock.nanos() - since > hangLimit.toNanos()
                ? new PoolHealth.Hanging(since)
                : new PoolHealth.Working(since);
    }

    /** Never waits. A thread that hangs ends when the kernel lets it go. */
    @Override
    public void close() {
        closed = true;
        requests.offer(() -> {});
    }

    private void serve() {
        var nextLook = BootClock.nanos();
        try {
            while (!closed) {
                var watching = watch;
                var pause = watching.hosts().isEmpty() ? Long.MAX_VALUE : Math.max(0, nextLook - BootClock.nanos());
                var request = requests.poll(pause, TimeUnit.NANOSECONDS);
                var began = BootClock.nanos();
                busySinceNanos = began;
                if (request != null) {
                    request.run();
                } else {
                    latest = reader.read(watching.hosts());
                    nextLook = began + watching.interval().toNanos();
                }
                busySinceNanos = 0;
                if (!watch.equals(watching)) {
                    nextLook = BootClock.nanos();
                }
            }
        } catch (InterruptedException _) {
            closed = true;
        }
    }

    private SortedMap<HostId, SlotReading> unanswered(Collection<HostId> hosts, long sinceNanos) {
        var now = BootClock.nanos();
        var why = "Pool %s has not answered for %d ms.".formatted(pool.pool(), (now - sinceNanos) / 1_000_000);
        var readings = new TreeMap<HostId, SlotReading>();
        for (var host : hosts) {
            readings.put(host, new SlotReading.Unreadable(why, sinceNanos, now));
        }
        return readings;
    }
}
