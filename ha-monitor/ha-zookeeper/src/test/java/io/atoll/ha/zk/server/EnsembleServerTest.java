package io.atoll.ha.zk.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.zookeeper.server.quorum.FastLeaderElection;
import org.apache.zookeeper.server.quorum.Learner;
import org.apache.zookeeper.server.quorum.LearnerHandler;
import org.junit.jupiter.api.Test;

/** What ZooKeeper understands of the settings that it takes from the process. */
class EnsembleServerTest {
    @Test
    void serversThatLostTheirPeerDoNotWaitForItBeforeTheyElect() {
        EnsembleServer.electWithoutDelay();
        // ZooKeeper's own fields are read when its classes are loaded, which another test may have done.
        assertThat(Boolean.getBoolean(Learner.LEARNER_CLOSE_SOCKET_ASYNC)).isTrue();
        assertThat(Boolean.getBoolean(LearnerHandler.LEADER_CLOSE_SOCKET_ASYNC)).isTrue();
    }

    @Test
    void serversWithoutAMajorityLookForOneOften() {
        EnsembleServer.electWithoutDelay();
        assertThat(Integer.getInteger(FastLeaderElection.MAX_NOTIFICATION_INTERVAL))
                .as("ZooKeeper's own is 60,000 ms")
                .isEqualTo(2_000);
    }
}
