package io.atoll.manager.inventory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of HA on it.
 *
 * @param capable whether it may run protected VMs and take over those of others
 * @param reasons why not, or what is weaker than it should be
 * @param cgroupV2 whether its VMs can be frozen and killed as one
 * @param enforcers how many of its two enforcers live
 * @param beatRenewed whether its beat in ZooKeeper is acknowledged in time
 * @param slotPoolIds the pools on which its slot is acknowledged in time
 * @param leaseMs the lease it goes by
 * @param leaseHeld whether protected VMs may run on it
 * @param marginMs what was left of the lease when the host said so; 0: there is none
 * @param quarantinedUntil it fails too often and gets no VMs before; null: it is not in quarantine
 */
public record HostHa(
        boolean capable,
        List<Reason> reasons,
        boolean cgroupV2,
        int enforcers,
        boolean beatRenewed,
        List<UUID> slotPoolIds,
        int leaseMs,
        boolean leaseHeld,
        LeasePhase leasePhase,
        int marginMs,
        boolean hardwareWatchdog,
        @Nullable Instant quarantinedUntil) {
    public HostHa {
        reasons = List.copyOf(reasons);
        slotPoolIds = List.copyOf(slotPoolIds);
    }

    /** The same host while nobody hears it: nothing of this holds for sure. */
    public HostHa unknown(Reason why) {
        return new HostHa(
                false,
                List.of(why),
                cgroupV2,
                0,
                false,
                List.of(),
                leaseMs,
                false,
                LeasePhase.UNKNOWN,
                0,
                hardwareWatchdog,
                quarantinedUntil);
    }

    /** How its enforcers see the lease. Names are API. */
    public enum LeasePhase {
        /** None was ever asked for. */
        IDLE,
        /** The host is making sure that nothing stands in the way of one. */
        PREPARING,
        HOLDING,
        /** It is close to its end: the VMs stand still. */
        FROZEN,
        /** It ran out or was taken away; its VMs were ended. */
        KILLED,
        /** The host gave it back. */
        RELEASED,
        /** The host does not say, or in words of a later version. */
        UNKNOWN
    }

    /** One reason: a stable code, and a sentence for people. */
    public record Reason(String code, String detail) {}
}
