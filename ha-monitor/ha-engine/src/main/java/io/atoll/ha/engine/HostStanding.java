package io.atoll.ha.engine;

/** How a host stands, by what one agent can see. */
public enum HostStanding {
    /** Not enough could be read to say anything. */
    UNKNOWN,
    /** It renews its lease on every channel. */
    ALIVE,
    /** Its beat stands still, a slot moves: it runs, but ZooKeeper does not hear it. */
    ISOLATED,
    /** Its beat moves, a slot stands still: it runs, but cannot write to a pool. */
    STORAGE_LOST,
    /** Every channel has stood still for the window. */
    SILENT,
    /** Its fence is raised: its VMs belong to others. */
    FENCED
}
