package io.atoll.ha.lease;

/** The ways by which a host renews its lease. */
public enum Channel {
    /** The beat, a conditional write in ZooKeeper. */
    ZOOKEEPER,
    /** The slot, a block on a shared pool. */
    STORAGE
}
