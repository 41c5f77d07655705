package io.atoll.agent.host;

import io.atoll.model.PoolId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How this host stands in high availability, for its manager.
 *
 * @param capable whether it may run protected VMs and take over those of others
 * @param reasons why not, or what is weaker than it should be
 * @param controlGroups whether its VMs can be frozen and killed as one
 * @param enforcers how many of its two enforcers live
 * @param beatRenewed whether its beat in ZooKeeper was acknowledged lately
 * @param slotPools the pools on which its slot was acknowledged lately
 * @param lease how it holds its lease
 * @param hardwareWatchdog whether one resets the host if the enforcers cannot
 */
public record HaStanding(
        boolean capable,
        List<Reason> reasons,
        boolean controlGroups,
        int enforcers,
        boolean beatRenewed,
        SortedSet<PoolId> slotPools,
        Lease lease,
        boolean hardwareWatchdog) {
    public HaStanding {
        reasons = List.copyOf(reasons);
        slotPools = Collections.unmodifiableSortedSet(new TreeSet<>(slotPools));
    }

    /** One reason: a stable code, and a sentence for people. */
    public record Reason(String code, String detail) {}

    /**
     * The lease.
     *
     * @param phase as the enforcers call it
     * @param lengthMs how long it lasts after each renewal
     * @param marginMs what was left of it at this moment; 0: there is none
     */
    public record Lease(String phase, boolean held, long lengthMs, long marginMs) {}

    /** Of a host that cannot have it. */
    public static HaStanding impossible(String reason) {
        return new HaStanding(
                false,
                List.of(new Reason("NO_HIGH_AVAILABILITY", reason)),
                false,
                0,
                false,
                new TreeSet<>(),
                new Lease("IDLE", false, 0, 0),
                false);
    }

    /** The same without what changes all the time. */
    HaStanding withoutMargin() {
        var still = new Lease(lease.phase, lease.held, lease.lengthMs, 0);
        return new HaStanding(
                capable, reasons, controlGroups, enforcers, beatRenewed, slotPools, still, hardwareWatchdog);
    }

    /** Whether nothing but the margin is different. */
    public boolean sameButForMargin(HaStanding other) {
        return withoutMargin().equals(other.withoutMargin());
    }
}
