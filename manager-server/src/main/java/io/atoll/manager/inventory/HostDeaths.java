package io.atoll.manager.inventory;

import io.atoll.model.HostId;

/** Whether a word that a host is off would be taken now, and taking it. Filled by the module for HA, which sees what hosts renew. */
public interface HostDeaths {
    boolean mayBeConfirmed(HostId host);

    /**
     * Tells the agents that the power of a host was confirmed off. To them it is a proof: they start its VMs elsewhere without waiting
     * for time to be one. Repeatable; not in a transaction.
     */
    Telling poweredOff(PoweredOff statement);

    /**
     * What was confirmed.
     *
     * @param bootId the run of the host that has ended, as it was known before the host was switched off
     * @param by who says so, for people
     */
    record PoweredOff(HostId host, String bootId, String by, String detail) {}

    /** What became of it. */
    sealed interface Telling {
        record Told() implements Telling {}

        /** Something still speaks against it, or nobody can see now. */
        record NotYet(String why) implements Telling {}

        /** HA does not need it, or must not have it. */
        record Needless(String why) implements Telling {}
    }
}
