package io.atoll.agent.server;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sending half of a stream for a thread that waits: for something to send, and for the other side to have taken what
 * was sent before. Nothing is queued.
 */
final class Outbound<T> {
    private final ServerCallStreamObserver<T> observer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signal = lock.newCondition();
    private boolean signalled;

    Outbound(ServerCallStreamObserver<T> observer) {
        this.observer = observer;
        observer.setOnReadyHandler(this::wake);
        observer.setOnCancelHandler(this::wake);
    }

    /** Lets the waiting thread look again. */
    void wake() {
        lock.lock();
        try {
            signalled = true;
            signal.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link #wake} was called since the last wait. */
    void await() throws InterruptedException {
        lock.lock();
        try {
            while (!signalled) {
                signal.await();
            }
            signalled = false;
        } finally {
            lock.unlock();
        }
    }

    boolean open() {
        return !observer.isCancelled();
    }

    boolean ready() {
        return observer.isReady();
    }

    void send(T message) {
        observer.onNext(message);
    }

    /** Waits until the other side takes more; false when it has gone. */
    boolean awaitReady() throws InterruptedException {
        while (open() && !ready()) {
            await();
        }
        return open();
    }
}
