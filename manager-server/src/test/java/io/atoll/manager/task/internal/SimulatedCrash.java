package io.atoll.manager.task.internal;

/** The manager dies here. An Error, so that nothing which handles failures of steps handles it. */
final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrash() {
        super("the manager dies here");
    }
}
