package io.atoll.manager.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Work that goes on in a thread of its own from start to stop, for components with a life cycle. */
public final class OwnThread {
    private final Thread.Builder builder;
    private final Runnable work;
    private volatile @Nullable Thread thread;

    /** @param work ends when its thread is interrupted */
    public OwnThread(Thread.Builder builder, Runnable work) {
        this.builder = builder;
        this.work = work;
    }

    /** Does the same again and again, with this time in between, until the thread is interrupted. */
    public static void repeat(Duration between, Runnable work) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                work.run();
                Thread.sleep(between);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public void start() {
        var started = builder.unstarted(work);
        thread = started;
        started.start();
    }

    /** Interrupts the work and does not wait for its end. */
    public void stop() {
        var running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    public boolean isRunning() {
        return thread != null;
    }
}
