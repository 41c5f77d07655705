package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.manager.platform.HealthCheck;
import org.springframework.stereotype.Component;

/** Whether ZooKeeper answers and somebody leads. Requests are served without; tasks wait. */
@Component
class ZookeeperHealth implements HealthCheck {
    private final ZookeeperConnection zookeeper;
    private final ElectedLeadership leadership;

    ZookeeperHealth(ZookeeperConnection zookeeper, ElectedLeadership leadership) {
        this.zookeeper = zookeeper;
        this.leadership = leadership;
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
        if (!zookeeper.connected()) {
            return new Health(false, "There is no connection to ZooKeeper, so tasks wait until it is back.");
        }
        return new Health(
                true, leadership.isLeader() ? "Connected; this manager leads." : "Connected; this manager follows.");
    }
}
