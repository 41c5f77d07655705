package io.atoll.manager.task.internal;

/** Counts boundaries (before every write, before and after every effect) and crashes at a chosen one. */
final class CrashPlan {
    private long boundariesPassed;
    private long crashAt = Long.MAX_VALUE;

    /** Crashes at the n-th boundary from now, counted from 1. */
    void crashAfter(int boundaries) {
        crashAt = boundariesPassed + boundaries;
    }

    void boundary() {
        boundariesPassed++;
        if (boundariesPassed == crashAt) {
            throw new SimulatedCrash();
        }
    }
}
