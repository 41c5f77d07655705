package io.atoll.manager.metrics;

/** One figure of a sample: a column of the history, a series of a chart. Figures carry their unit in their names. */
public interface Figure {
    /** Its place among the figures of its kind, from 0. */
    int ordinal();

    /** The column of its mean; that of its maximum has {@code _max} behind it. */
    String column();

    /** Its name in the API. */
    String series();

    /** Whether a bucket's greatest value is kept too. */
    boolean keepsMaximum();
}
