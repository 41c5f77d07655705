package io.atoll.ha.zk.lease;

/** What came of one attempt to renew the lease. */
public sealed interface Renewal {
    /** ZooKeeper has it. It counts if this was seen in time, from the start of the attempt. */
    record Acknowledged(Beat beat) implements Renewal {}

    /** An earlier attempt of ours had gone through unseen. Nothing to count; the next attempt goes on from there. */
    record AcknowledgementLost(Beat beat) implements Renewal {}

    /** The fence is no longer the one this host accepted: its VMs may be running elsewhere. Kill them now. */
    record Fenced(Fence fence) implements Renewal {}

    /** Not renewed as far as known; the reason is for people. */
    record Failed(String reason) implements Renewal {}
}
