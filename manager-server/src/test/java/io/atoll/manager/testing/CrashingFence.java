package io.atoll.manager.testing;

import io.atoll.manager.cluster.LeaderFence;
import io.atoll.manager.cluster.internal.ElectedLeadership;
import io.atoll.manager.cluster.internal.PostgresLeaderFence;
import io.atoll.model.LeaderEpoch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.BeanFactory;

/**
 * The real fence, before which a task's manager can be made to die. Every write of a task passes it, so its n-th passing is
 * "between two steps" for every n. The dead manager's thread ends there, its leadership is over, and the next leader (the
 * same process under a higher epoch) finds what it left.
 */
public final class CrashingFence implements LeaderFence {
    static {
        // A manager's death is not the death of the test that waits for its successor.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private final PostgresLeaderFence fence;
    private final BeanFactory beans;
    private final AtomicInteger passagesLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger crashes = new AtomicInteger();
    private volatile int again = Integer.MAX_VALUE;

    CrashingFence(PostgresLeaderFence fence, BeanFactory beans) {
        this.fence = fence;
        this.beans = beans;
    }

    /** The manager dies before the n-th write of any task from now, counted from 1. */
    public void crashAtWrite(int number) {
        again = Integer.MAX_VALUE;
        passagesLeft.set(number);
    }

    /** The same, and each successor dies too, before the n-th write of its own. */
    public void crashAtEveryWrite(int number) {
        again = number;
        passagesLeft.set(number);
    }

    /** No more deaths; answers how many writes are still to pass before the one that was planned. */
    public void calm() {
        again = Integer.MAX_VALUE;
        passagesLeft.set(Integer.MAX_VALUE);
    }

    /** How many deaths there were. */
    public int crashes() {
        return crashes.get();
    }

    /** Another term of leadership begins, as after a short loss of ZooKeeper; the old term's threads live on, fenced out. */
    public void changeLeader() {
        var leadership = beans.getBean(ElectedLeadership.class); // made after this, which its listeners need
        synchronized (leadership) {
            leadership.deposed();
            leadership.elected();
        }
    }

    @Override
    public void check(LeaderEpoch epoch) {
        if (Thread.currentThread().getName().startsWith("task-") && passagesLeft.decrementAndGet() == 0) {
            passagesLeft.set(again);
            crashes.incrementAndGet();
            Thread.ofVirtual().name("next-leader").start(this::changeLeader);
            throw new ManagerDied();
        }
        fence.check(epoch);
    }

    /** Ends the thread it is thrown in; no handler of ours catches errors. */
    static final class ManagerDied extends Error {
        private static final long serialVersionUID = 1L;

        ManagerDied() {
            super("the manager died here", null, false, false);
        }
    }
}
