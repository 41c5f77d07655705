package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.Await;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who leads HA in a cluster, in a real ZooKeeper. */
class HaLeadershipTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(3, 1));

    private ClusterZookeeper zookeeper;
    private ZookeeperConnection connection;

    @BeforeEach
    void start() throws Exception {
        zookeeper = new ClusterZookeeper(CLUSTER);
        connection = zookeeper.connection;
    }

    @AfterEach
    void stop() throws Exception {
        zookeeper.close();
    }

    private HaLeadership of(int number) {
        return new HaLeadership(connection, new HostId(new UUID(0, number)), CLUSTER, () -> {});
    }

    @Test
    void whoStandsBackLetsTheNextOneLeadAndMayLeadAgainLater() {
        try (var first = of(1)) {
            Await.until("the leader", () -> first.term().leads());
            try (var second = of(2)) {
                var before = first.term().epoch();
                // Who stands back before somebody waits behind leads on, and nothing tells when the second one does.
                Await.until("the leader", () -> {
                    if (first.term().leads()) {
                        first.standBack();
                    }
                    return second.term().leads();
                });
                assertThat(first.term().leads()).isFalse();
                assertThat(before.isOlderThan(second.term().epoch())).isTrue();
            }
            Await.until("the leader", () -> first.term().leads());
        }
    }

    @Test
    void whoIsAloneLeadsOnUnderANewEpoch() {
        try (var only = of(1)) {
            Await.until("the leader", () -> only.term().leads());
            var before = only.term().epoch();
            only.standBack();
            Await.until(
                    "the leader",
                    () -> only.term().leads() && before.isOlderThan(only.term().epoch()));
        }
    }
}
