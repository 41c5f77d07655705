package io.atoll.manager.cluster;

import java.util.List;

/** Whether every server of ZooKeeper is there, and not only so many that it answers. */
@FunctionalInterface
public interface ZookeeperQuorum {
    /** The servers, {@code host:port}, that serve nobody now; empty: it is whole, or it is the one inside the manager. */
    List<String> absent();
}
