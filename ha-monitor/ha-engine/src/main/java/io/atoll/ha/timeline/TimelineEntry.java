package io.atoll.ha.timeline;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.lease.Channel;
import io.atoll.ha.proof.Proof;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happened in an incident. */
public sealed interface TimelineEntry {
    /** A channel of the host stood still for longer than it ever does. */
    record SignalLost(
            HostId host, Channel channel, @Nullable PoolId pool, long stillNanos) implements TimelineEntry {}

    /** The channel moves again. */
    record SignalBack(
            HostId host, Channel channel, @Nullable PoolId pool) implements TimelineEntry {}

    /** One channel lives, so the VMs go on; what policies ask for is said in entries of their own. */
    record StillAlive(HostId host, Channel channel) implements TimelineEntry {}

    /** Too many hosts are silent at once for time to be a proof. */
    record HeldBack(HostId host, int silentHosts, int allHosts, int limitPercent) implements TimelineEntry {}

    /** The host is known to run nothing any more, and this is why. */
    record Proved(HostId host, Proof proof) implements TimelineEntry {}

    /** The fence is raised and the owners are changed: the VMs belong to others now. */
    record TakenOver(HostId host) implements TimelineEntry {}

    /** In this order the VMs are to start. */
    record Order(List<VmId> vms) implements TimelineEntry {
        public Order {
            vms = List.copyOf(vms);
        }
    }

    /** A VM waits, and for what; a sentence with figures. */
    record Waits(VmId vm, String reason) implements TimelineEntry {}

    /** A VM goes on although these were not ready within the limit. */
    record WentOnWithout(VmId vm, List<VmId> notReady, Duration limit) implements TimelineEntry {
        public WentOnWithout {
            notReady = List.copyOf(notReady);
        }
    }

    /** A VM was given to a host, to be started there under this epoch; attempts count from 1. */
    record Assigned(VmId vm, HostId host, VmEpoch epoch, int attempt) implements TimelineEntry {}

    /** The VM runs. */
    record Up(VmId vm, HostId host) implements TimelineEntry {}

    /** The guest is ready. */
    record Ready(VmId vm, HostId host) implements TimelineEntry {}

    /** The VM failed there; it is tried again after the delay. */
    record Failed(VmId vm, HostId host, FailureCause cause, int failures, Duration nextTryAfter)
            implements TimelineEntry {}

    /** The host is told to end these VMs and to say when it has. */
    record ReleaseOrdered(HostId host, List<VmId> vms, ReleaseCause cause) implements TimelineEntry {
        public ReleaseOrdered {
            vms = List.copyOf(vms);
        }
    }

    /** The host says that it has ended the VM and will not run it at this epoch any more. */
    record Released(HostId host, VmId vm, VmEpoch epoch) implements TimelineEntry {}

    /** These VMs are to be restarted elsewhere by their policy, and are not for now; a sentence says why. */
    record StaysForNow(HostId host, List<VmId> vms, ReleaseCause cause, String reason) implements TimelineEntry {
        public StaysForNow {
            vms = List.copyOf(vms);
        }
    }

    /** These VMs stay as they are because their policy says so. */
    record KeptByPolicy(HostId host, List<VmId> vms, ReleaseCause cause) implements TimelineEntry {
        public KeptByPolicy {
            vms = List.copyOf(vms);
        }
    }

    /** The host came and went too often and gets no VMs for a while. */
    record Quarantined(HostId host, int failures, Duration within, Duration quarantine) implements TimelineEntry {}

    /** The host is there again. */
    record HostBack(HostId host) implements TimelineEntry {}

    /** What may make HA take VMs from a host that lives. */
    enum ReleaseCause {
        ISOLATED,
        STORAGE_LOST
    }
}
