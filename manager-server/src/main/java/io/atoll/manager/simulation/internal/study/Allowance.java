package io.atoll.manager.simulation.internal.study;

import java.util.function.BooleanSupplier;

/** Time that is granted to a part of a study, and whether it was over before the part had ended by itself. */
final class Allowance implements BooleanSupplier {
    private final BooleanSupplier mayContinue;
    private boolean isOver;

    Allowance(BooleanSupplier mayContinue) {
        this.mayContinue = mayContinue;
    }

    @Override
    public boolean getAsBoolean() {
        isOver = isOver || !mayContinue.getAsBoolean();
        return !isOver;
    }

    /** Whether the part was told to end. */
    boolean isOver() {
        return isOver;
    }
}
