package io.atoll.manager.schedule;

/**
 * Rows that have done their service and are removed by the clock. A module offers one as a bean for each kind of row it owns;
 * it runs on one manager at a time, whichever has the time.
 */
public interface Housekeeping {
    /** Most rows one statement removes, so that none holds its locks for long. */
    int BATCH_ROWS = 1_000;

    /** Unique and lasting: the schedule is stored under this name. Lower case, words joined by a dash. */
    String name();

    Rhythm rhythm();

    /**
     * Removes at most about {@link #BATCH_ROWS} rows in a transaction of its own; answers how many, zero when nothing is left.
     * Called again until then. What it did not get to, the next run does.
     */
    int removeBatch();
}
