package io.atoll.manager.event.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bounded buffer between the tail and one client. A client that lets it run full is cut off, and resumes by position. */
public final class Subscription {
    /** Enough for a bulk action on 1,000 VMs while the client's network hiccups. */
    static final int CAPACITY_EVENTS = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<StreamItem> queue = new ArrayDeque<>();
    private boolean ended;

    /** Waits for the next item, at most {@code limit}; End when the stream is over. */
    public Optional<StreamItem> take(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (queue.isEmpty() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            StreamItem item = queue.poll();
            return item == null && ended ? Optional.of(new StreamItem.End()) : Optional.ofNullable(item);
        } finally {
            lock.unlock();
        }
    }

    void offer(StreamItem item) {
        lock.lock();
        try {
            if (queue.size() >= CAPACITY_EVENTS) {
                queue.clear();
                ended = true;
            }
            if (!ended) {
                queue.add(item);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Adds live data unless the client is behind: samples must not push out changes. */
    void offerTransient(StreamItem item) {
        lock.lock();
        try {
            if (!ended && queue.size() < CAPACITY_EVENTS / 10) {
                queue.add(item);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
