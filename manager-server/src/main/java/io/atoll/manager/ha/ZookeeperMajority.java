package io.atoll.manager.ha;

import io.atoll.model.HostId;
import java.util.Optional;

/** Whether ZooKeeper could do without a host. */
@FunctionalInterface
public interface ZookeeperMajority {
    /** What would be left of ZooKeeper without the host, where that is no majority; empty: nothing would happen to it. */
    Optional<String> lostWithout(HostId host);
}
