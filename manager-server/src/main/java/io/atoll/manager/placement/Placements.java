package io.atoll.manager.placement;

import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;

/** Finds hosts for VMs, and keeps the room found until the VM is there. */
public interface Placements {
    /** What would be decided now. Nothing is kept. */
    PlacementReport consider(PlacementQuestion question);

    /**
     * Decides, and promises the room to the VM for {@code task}; an earlier promise to the same VM is replaced. In the
     * caller's transaction, which holds up other decisions of the cluster until it ends: keep it short. Refused with
     * PLACEMENT_NO_HOST, with a cause for each host and check and hints what would make room.
     */
    PlacementReport reserve(PlacementQuestion question, TaskId task);

    /** The host on which the VM has room promised. */
    Optional<HostId> reservation(VmId vm);

    /** Gives the promised room back, or counts it as used by then. In the caller's transaction. */
    void release(VmId vm);
}
