package io.atoll.manager.cluster;

import io.atoll.model.LeaderEpoch;
import java.util.Optional;

/** Whether this manager leads. What a leader does must still be fenced by its epoch: leadership can end at any instant. */
public interface Leadership {
    boolean isLeader();

    /** The epoch under which this manager leads now; empty while it follows. */
    Optional<LeaderEpoch> epoch();

    /** Calls the listener at once with how it is, then with every change, in order, on one thread. */
    void onChange(LeadershipListener listener);
}
