package io.atoll.agent.operation;

/** Hears of one operation: any number of times how far it is, then exactly once how it ended. Must not block. */
public interface OperationListener {
    void progressed(Progress progress);

    void ended(Outcome outcome);
}
