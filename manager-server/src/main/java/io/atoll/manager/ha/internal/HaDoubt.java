package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.cluster.LeaderSight.Leaderless;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.ha.HaSight.Seen;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether what this manager says of HA can be trusted now. Never waits for ZooKeeper. */
@Component
class HaDoubt {
    private final LeaderSight leaders;
    private final HaSight sight;
    private final ZookeeperConnection zookeeper;

    HaDoubt(LeaderSight leaders, HaSight sight, ZookeeperConnection zookeeper) {
        this.leaders = leaders;
        this.sight = sight;
        this.zookeeper = zookeeper;
    }

    /** What is seen in ZooKeeper; empty from the moment the connection is gone. */
    Optional<Seen> seen() {
        return zookeeper.connected() ? sight.now() : Optional.empty();
    }

    Optional<Leaderless> leaderless() {
        return leaders.leaderless();
    }

    /** Why nothing is sure; empty where things are as they are said to be. */
    Optional<String> text() {
        var leaderless = leaders.leaderless().map(Leaderless::text);
        return leaderless.isEmpty() && seen().isEmpty()
                ? Optional.of("ZooKeeper does not answer this manager, so nothing about HA is sure.")
                : leaderless;
    }
}
