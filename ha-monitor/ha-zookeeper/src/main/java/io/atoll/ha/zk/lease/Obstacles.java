package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.lease.Takeover.Obstacle;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Reads what stands where a transaction expected something else. */
final class Obstacles {
    private final ZookeeperConnection connection;

    Obstacles(ZookeeperConnection connection) {
        this.connection = connection;
    }

    Obstacle leader() {
        return new Obstacle.LeaderChanged(LeaderEpochs.ofAgents(connection).current());
    }

    Obstacle owner(VmId vm) {
        return new Obstacle.OwnerChanged(
                vm, new OwnerRegistry(connection).read(vm).orElse(null));
    }

    @Nullable
    Fence fence(HostId host) {
        return new Fences(connection).read(host).orElse(null);
    }

    /** The fence is written whatever it holds, so what is in the way is the beat, or there is no such host. */
    Obstacle beat(HostId host) {
        var path = connection.layout().beat(host);
        return ZookeeperConnection.perform("reading the beat of host " + host, () -> {
            try {
                var stat = new Stat();
                var data = connection.client().getData().storingStatIn(stat).forPath(path);
                return fence(host) == null
                        ? new Obstacle.HostUnknown()
                        : new Obstacle.HostHasBeaten(Beat.read(path, host, data, stat.getVersion()));
            } catch (KeeperException.NoNodeException _) {
                return new Obstacle.HostUnknown();
            }
        });
    }
}
