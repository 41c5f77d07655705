package io.atoll.manager.cluster;

import io.atoll.model.LeaderEpoch;

/** Makes the writes of a deposed leader fail. */
public interface LeaderFence {
    /**
     * To be called first in a transaction that writes as the leader. Holds off a newer leader until the commit, and
     * throws {@link DeposedException} when there is one already.
     */
    void check(LeaderEpoch epoch);
}
