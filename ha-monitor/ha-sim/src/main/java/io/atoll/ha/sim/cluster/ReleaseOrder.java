package io.atoll.ha.sim.cluster;

import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.order.OrderStamp;
import java.util.List;

/** What the HA leader wants a host to end: in ZooKeeper, or in the host's order block on a pool. */
public record ReleaseOrder(OrderStamp stamp, List<ReleaseOf> vms) {
    public ReleaseOrder {
        vms = List.copyOf(vms);
    }
}
