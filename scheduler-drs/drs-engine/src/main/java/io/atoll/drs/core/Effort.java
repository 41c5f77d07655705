package io.atoll.drs.core;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * How long a search may go on: so many steps, counted and therefore the same on every machine, and as long as the caller lets
 * it. Where only the steps end a search, equal questions have equal answers.
 */
public final class Effort {
    /** Steps between two questions to the caller: rare enough to cost nothing, often enough to stop within a millisecond. */
    private static final int STEPS_BETWEEN_QUESTIONS = 1024;

    private final BooleanSupplier mayContinue;
    private final DoubleSupplier spent;
    private final double scale;
    private int untilNextQuestion = STEPS_BETWEEN_QUESTIONS;
    private boolean stopped;

    private Effort(double scale, BooleanSupplier mayContinue, DoubleSupplier spent) {
        this.scale = scale;
        this.mayContinue = mayContinue;
        this.spent = spent;
    }

    /** The usual number of steps for the size of the question, times {@code scale}. */
    public static Effort of(double scale, BooleanSupplier mayContinue) {
        return of(scale, mayContinue, () -> 0);
    }

    /**
     * The same for a caller with a limit of its own who can say how much of it is spent, from 0 to 1: a search that cools down
     * gets there in time instead of being stopped while it is still hot.
     */
    public static Effort of(double scale, BooleanSupplier mayContinue, DoubleSupplier spent) {
        if (!(scale > 0 && scale <= 1e6)) {
            throw new IllegalArgumentException(
                    "The scale of an effort (%s) must be above 0, up to 1e6.".formatted(scale));
        }
        return new Effort(scale, mayContinue, spent);
    }

    public static Effort usual() {
        return of(1, () -> true);
    }

    long steps(double usual) {
        return (long) Math.max(1, usual * scale);
    }

    /** How much of what the caller grants is spent, from 0 to 1; always 0 where there is no such limit. */
    double spent() {
        return Math.clamp(spent.getAsDouble(), 0, 1);
    }

    /** Whether the caller lets the search go on; asked once for each step. */
    boolean goesOn() {
        if (--untilNextQuestion <= 0) {
            untilNextQuestion = STEPS_BETWEEN_QUESTIONS;
            stopped = stopped || !mayContinue.getAsBoolean();
        }
        return !stopped;
    }

    /** For work that is more than a step: asks the caller at once. */
    boolean goesOnNow() {
        stopped = stopped || !mayContinue.getAsBoolean();
        return !stopped;
    }
}
