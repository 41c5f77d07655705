package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import org.jspecify.annotations.Nullable;

/**
 * A VM that gets another owner, if it still has the owner that was seen.
 *
 * @param target null: nobody yet, the VM waits for room or for others
 * @param failures how often in a row the VM has failed so far; kept in the owner, so that it outlives leaders
 */
public record Move(OwnedVm seen, @Nullable HostId target, int failures) {
    /** Of a VM that has not failed. */
    public Move(OwnedVm seen, @Nullable HostId target) {
        this(seen, target, 0);
    }

    public VmId vm() {
        return seen.vm();
    }

    /** The owner afterwards; its operation names the leadership that made it so. */
    Owner result(LeaderEpoch leaderEpoch) {
        var before = seen.owner();
        return new Owner(
                before.vm(), target, before.epoch().next(), before.desired(), Owner.byHa(leaderEpoch, failures));
    }
}
