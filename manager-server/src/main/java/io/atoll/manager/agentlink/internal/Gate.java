package io.atoll.manager.agentlink.internal;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Makes a sender wait until the transport takes more, or until there is nothing to wait for. */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean open;

    /** Something changed: look again. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The call is over: nobody waits any more. */
    void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #await}, but no longer than {@code patience} in one go. */
    boolean await(BooleanSupplier ready, Duration patience) throws TimeoutException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!open && !ready.getAsBoolean()) {
                if (left <= 0) {
                    throw new TimeoutException();
                }
                left = changed.awaitNanos(left);
            }
            return !open;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code ready}; false when the call is over or the thread was interrupted. */
    boolean await(BooleanSupplier ready) {
        lock.lock();
        try {
            while (!open && !ready.getAsBoolean()) {
                changed.await();
            }
            return !open;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
