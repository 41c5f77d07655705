package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.ManagerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.manager.cluster.Managers;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.util.List;
import org.springframework.stereotype.Service;

/** The managers as ZooKeeper knows them. */
@Service
class ZookeeperManagers implements Managers {
    private final ZookeeperConnection zookeeper;
    private final ManagerRegistry registry;
    private final ElectedLeadership leadership;

    ZookeeperManagers(ZookeeperConnection zookeeper, ManagerRegistry registry, ElectedLeadership leadership) {
        this.zookeeper = zookeeper;
        this.registry = registry;
        this.leadership = leadership;
    }

    @Override
    public List<Manager> list() {
        if (!zookeeper.connected()) {
            throw away(); // at once, not after all the attempts a call makes
        }
        try {
            var leader = leadership.leader();
            return registry.list().stream()
                    .map(entry -> new Manager(
                            entry.id(),
                            entry.address(),
                            leader.filter(entry.id()::equals).isPresent(),
                            entry.since(),
                            entry.version()))
                    .toList();
        } catch (ZookeeperUnavailableException _) {
            throw away();
        }
    }

    private static AtollException away() {
        return new AtollException(
                ErrorCode.NOT_READY, "ZooKeeper does not answer.", Hint.of("Check that its servers run."));
    }
}
