package io.atoll.storage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks storage how it is without waiting for ever. A hung NFS server hangs whoever asks it, so there is never more than one
 * thread asking; while it hangs, everyone is told so.
 */
final class BoundedProbe {
    private final Supplier<PoolReport> look;
    private final Duration timeout;
    private @Nullable CompletableFuture<PoolReport> running;

    BoundedProbe(Supplier<PoolReport> look, Duration timeout) {
        this.look = look;
        this.timeout = timeout;
    }

    PoolReport ask() {
        try {
            return begun().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return PoolReport.unreachable("the storage did not answer within %d ms".formatted(timeout.toMillis()));
        } catch (ExecutionException e) {
            return PoolReport.unreachable(String.valueOf(e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return PoolReport.unreachable("the question was cancelled");
        }
    }

    private synchronized CompletableFuture<PoolReport> begun() {
        if (running == null || running.isDone()) {
            var answer = new CompletableFuture<PoolReport>();
            Thread.ofPlatform().daemon().name("pool-probe").start(() -> {
                try {
                    answer.complete(look.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            running = answer;
            return answer;
        }
        return running;
    }
}
