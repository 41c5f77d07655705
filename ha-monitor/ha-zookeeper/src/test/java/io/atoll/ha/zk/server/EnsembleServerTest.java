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
        assertThat(Learner.closeSocketAsync).isTrue();
        assertThat(LearnerHandler.closeSocketAsync).isTrue();
    }

    @Test
    void serversWithoutAMajorityLookForOneOften() {
        EnsembleServer.electWithoutDelay();
        assertThat(Integer.getInteger(FastLeaderElection.MAX_NOTIFICATION_INTERVAL))
                .as("ZooKeeper's own is 60,000 ms")
                .isEqualTo(2_000);
    }
}
