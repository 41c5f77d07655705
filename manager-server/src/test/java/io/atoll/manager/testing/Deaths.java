package io.atoll.manager.testing;

import java.util.function.Consumer;

/**
 * Has the manager die while it is at a piece of work. The work is given the death, runs it once when what it prepares is in place,
 * and checks in the end that all came out as it should have.
 */
public final class Deaths {
    /** Each look of a step is one, so a slow machine has more of them. */
    private static final int MOST_WRITES = 600;

    private final CrashingFence leader;

    public Deaths(ManagerUnderTest manager) {
        leader = manager.bean(CrashingFence.class);
    }

    /** Each of its successors dies again, so that one piece of work has many deaths; answers how many it had. */
    public int afterEveryFew(int writes, Consumer<Runnable> work) {
        var before = leader.crashes();
        work.accept(() -> leader.crashAtEveryWrite(writes));
        return leader.crashes() - before;
    }

    /** Does the work again and again, with a death before its first write, its second and so on, until none is left to die before. */
    public void beforeEachWrite(Consumer<Runnable> work) {
        for (var write = 1; write < MOST_WRITES; write++) {
            var number = write;
            var deaths = leader.crashes();
            work.accept(() -> leader.crashAtWrite(number));
            if (leader.crashes() == deaths) {
                return;
            }
        }
        throw new AssertionError("The work has more than %d writes.".formatted(MOST_WRITES));
    }

    /** Nobody dies any more. */
    public void calm() {
        leader.calm();
    }
}
