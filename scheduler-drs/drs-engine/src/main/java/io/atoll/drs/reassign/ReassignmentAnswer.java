package io.atoll.drs.reassign;

/**
 * The best assignment that a search found; it keeps every constraint.
 *
 * @param machines the machine of each process
 * @param cost what it costs in all
 * @param initialCost what the assignment at the start costs
 * @param steps moves weighed
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReassignmentAnswer(int[] machines, long cost, long initialCost, long steps) {}
