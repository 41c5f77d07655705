package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.platform.HealthCheck;
import org.springframework.stereotype.Component;

/** Whether ZooKeeper answers and somebody leads. Requests are served without; tasks wait. */
@Component
class ZookeeperHealth implements HealthCheck {
    private final ZookeeperConnection zookeeper;
    private final ElectedLeadership leadership;
    private final LeaderSight leaders;

    ZookeeperHealth(ZookeeperConnection zookeeper, ElectedLeadership leadership, LeaderSight leaders) {
        this.zookeeper = zookeeper;
        this.leadership = leadership;
        this.leaders = leaders;
    }

    @Override
    public String name() {
        return "zookeeper";
    }

    @Override
    public boolean essential() {
        return false;
    }

    @Override
    public Health check() {
        var leaderless = leaders.leaderless();
        if (leaderless.isPresent()) {
            return new Health(false, leaderless.get().text() + " Tasks wait.");
        }
        if (!zookeeper.connected()) {
            return new Health(false, "There is no connection to ZooKeeper, so tasks wait until it is back.");
        }
        return new Health(
                true, leadership.isLeader() ? "Connected; this manager leads." : "Connected; this manager follows.");
    }
}
