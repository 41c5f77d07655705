package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.ha.HaOutlook;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rolling maintenance would do as things are now.
 *
 * @param hosts in the order in which they go
 * @param leftOut hosts of the cluster that would not take part
 * @param seconds how long emptying the hosts takes, so many at once as may be out; what is done to them, the health checks and the
 *     way home come on top; null: some host could not be planned
 * @param ha what is left of the room that HA needs with as many hosts out as may be, neighbours in their order, of the first fifty:
 *     where that is not survivable, else for the last of them
 */
public record RollingPlan(
        List<HostPlan> hosts,
        List<HostLeftOut> leftOut,
        int mostHostsOut,
        @Nullable Double seconds,
        HaOutlook ha) {
    public RollingPlan {
        hosts = List.copyOf(hosts);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * What would be done with one host.
     *
     * @param sleeps whether it sleeps to save power, and would be woken
     * @param vmCount VMs that leave it or are shut down; null: it could not be planned
     * @param blockedCount VMs that could not leave: the set would stop at this host
     * @param blocker why the first of them could not, or why the host cannot be emptied; null: nothing stands in the way
     * @param seconds how long emptying it takes; null: it could not be planned
     * @param ha what is left of the room that HA needs without this host; null: it could not be planned
     * @param waits whether it would not go out as things are, since HA would not cover the cluster without it
     */
    public record HostPlan(
            UUID hostId,
            String hostName,
            boolean canary,
            boolean sleeps,
            @Nullable Integer vmCount,
            int moveCount,
            int blockedCount,
            @Nullable String blocker,
            @Nullable Double seconds,
            @Nullable HaOutlook ha,
            boolean waits) {}

    /** A host that would not take part, and why. */
    public record HostLeftOut(UUID hostId, String hostName, String reason) {}
}
