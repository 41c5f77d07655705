package io.atoll.manager.schedule;

import java.time.Duration;

/**
 * Something done again and again by the clock. A module offers one as a bean; it runs on one manager at a time, whichever has the
 * time, and not again before it has ended.
 */
public interface Recurring {
    /** Unique and lasting: the schedule is stored under this name. Lower case, words joined by a dash. */
    String name();

    /** From one beginning to the next. What is missed meanwhile is left out. */
    Duration every();

    void run();
}
