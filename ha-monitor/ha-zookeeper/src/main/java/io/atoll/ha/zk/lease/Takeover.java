package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.Owner;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What came of taking VMs away from a host. */
public sealed interface Takeover {
    /**
     * The host is fenced and these VMs have their new owners.
     *
     * @param left VMs of the later transactions that could not be moved: they still belong to the fenced host
     */
    record Applied(Fence fence, SortedMap<VmId, Owner> moved, SortedMap<VmId, Obstacle> left) implements Takeover {}

    /** Nothing happened; this is what was in the way. */
    record Refused(Obstacle obstacle) implements Takeover {}

    /** No answer: it may have happened. Repeat the same call, or read again, before acting on either belief. */
    record Unknown(String reason) implements Takeover {}

    /** The check that failed, and what was found instead of what was expected. */
    sealed interface Obstacle {
        /** Another agent has been elected since. */
        record LeaderChanged(LeaderEpoch now) implements Obstacle {}

        /** The host has renewed its lease: it lives. */
        record HostHasBeaten(Beat now) implements Obstacle {}

        /** The host has no beat or no fence: it never took part in HA, or was removed. */
        record HostUnknown() implements Obstacle {}

        /** The fence is not what it was: the host came back and opened it, or another leader raised it again. */
        record FenceChanged(@Nullable Fence now) implements Obstacle {}

        /** The VM has another owner, or another version of it, by now; null: it is forgotten. */
        record OwnerChanged(VmId vm, @Nullable Owner now) implements Obstacle {}

        /** The owner has said something else of the VM since. */
        record StateChanged(VmId vm) implements Obstacle {}

        /** ZooKeeper refused for another reason, for example because it does not know this client as a member. */
        record Denied(String reason) implements Obstacle {}
    }
}
