package io.atoll.agent.vm;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each VM that something is being done to; what waits too long is refused. */
public final class VmLocks {
    private final Duration patience;
    private final Map<VmId, Counted> locks = new HashMap<>();

    public VmLocks(Duration patience) {
        this.patience = patience;
    }

    /** A lock and how many use or want it. */
    private static final class Counted {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /** Held until closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held hold(VmId vm) {
        var counted = join(vm);
        var held = false;
        try {
            held = counted.lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!held) {
                throw new RefusedException(
                        RefusalCode.VM_BUSY,
                        "Something else has been done to VM %s for more than %d s.".formatted(vm, patience.toSeconds()),
                        "Try again when it has ended.");
            }
            return () -> {
                counted.lock.unlock();
                leave(vm, counted);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(RefusalCode.CANCELLED, "Waiting for VM %s was interrupted.".formatted(vm), e);
        } finally {
            if (!held) {
                leave(vm, counted);
            }
        }
    }

    private synchronized Counted join(VmId vm) {
        var counted = locks.computeIfAbsent(vm, _ -> new Counted());
        counted.users++;
        return counted;
    }

    private synchronized void leave(VmId vm, Counted counted) {
        counted.users--;
        if (counted.users == 0) {
            locks.remove(vm);
        }
    }
}
