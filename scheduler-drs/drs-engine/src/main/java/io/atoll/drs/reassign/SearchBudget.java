package io.atoll.drs.reassign;

/**
 * How much of a search's budget is gone. Who asks for the search owns the clock; where the share depends on the steps alone, equal
 * questions have equal answers.
 */
@FunctionalInterface
public interface SearchBudget {
    /**
     * The share that is spent, from 0; at 1 the search ends.
     *
     * @param steps moves weighed so far
     */
    double spent(long steps);

    /** So many steps and no more, on every machine. */
    static SearchBudget ofSteps(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("The steps of a budget (%d) must be at least 1.".formatted(steps));
        }
        return done -> (double) done / steps;
    }
}
