package io.atoll.manager.cluster;

import io.atoll.model.LeaderEpoch;

/** Is told when this manager begins or ceases to lead. Must return soon: long work belongs on a thread of its own. */
public interface LeadershipListener {
    void leading(LeaderEpoch epoch);

    void following();
}
