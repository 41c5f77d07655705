package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;

/** A VM that gets another owner, if it still has the owner that was seen. */
public record Move(OwnedVm seen, HostId target) {
    public VmId vm() {
        return seen.vm();
    }

    /** The owner afterwards; its operation names the leadership that made it so. */
    Owner result(LeaderEpoch leaderEpoch) {
        var before = seen.owner();
        return new Owner(before.vm(), target, before.epoch().next(), before.desired(), "ha:" + leaderEpoch);
    }
}
