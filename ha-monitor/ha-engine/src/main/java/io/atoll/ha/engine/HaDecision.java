package io.atoll.ha.engine;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.proof.Proof;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.timeline.TimedEntry;
import io.atoll.ha.timeline.TimelineEntry.ReleaseCause;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the HA leader is to do. Each decision may be lost or carried out twice: it is made again while the facts do not show its
 * effect, and every write is conditional on a version, so a repeated one changes nothing.
 */
public sealed interface HaDecision {
    /** Read the host's slots on these pools afresh, and tell the result as a {@link io.atoll.ha.facts.FreshRead}. */
    record ReadAfresh(HostId host, SortedSet<PoolId> pools) implements HaDecision {
        public ReadAfresh {
            pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
        }
    }

    /**
     * Take the host's VMs from it, in one transaction: leader epoch unchanged, beat and fence nodes at these versions, fence raised,
     * owners changed.
     *
     * @param moves the first wave with targets, all others with none: they are queued
     */
    record TakeOver(
            IncidentId incident,
            HostId host,
            Proof proof,
            long beatVersion,
            long fenceVersion,
            LeaderEpoch leaderEpoch,
            List<OwnerMove> moves)
            implements HaDecision {
        public TakeOver {
            moves = List.copyOf(moves);
        }
    }

    /**
     * Give one VM to a host, in one transaction with a check of the leader epoch. The host starts it when it sees itself as owner.
     *
     * @param fencedOwner null, or the raised fence that keeps the present owner from running it: check its version too
     */
    record AssignVm(
            OwnerMove move,
            LeaderEpoch leaderEpoch,
            @Nullable RaisedFence fencedOwner,
            int attempt) implements HaDecision {}

    /**
     * Let its own host start the VM anew, after ending what is left of it: the owner node gets the next epoch and keeps the host.
     */
    record RestartVm(OwnerMove move, LeaderEpoch leaderEpoch, FailureCause cause, int attempt) implements HaDecision {}

    /**
     * Tell the host to end these VMs and to say so: in ZooKeeper where it lost storage, on the VMs' pools where it is isolated. To be
     * written anew each time, with another number: the host obeys only what moves (rule O2).
     */
    record OrderRelease(HostId host, List<ReleaseOf> vms, ReleaseCause cause, LeaderEpoch leaderEpoch)
            implements HaDecision {
        public OrderRelease {
            vms = List.copyOf(vms);
        }
    }

    /**
     * Read the epoch blocks of these VMs, whose host is isolated. One that says RELEASED by this host at this epoch is to be told as
     * that host's report that the VM is gone.
     */
    record ReadReleased(HostId host, List<ReleaseOf> vms) implements HaDecision {
        public ReadReleased {
            vms = List.copyOf(vms);
        }
    }

    /** Migrate the VM while it runs: the network of its host's guests is gone. */
    record MigrateAway(VmId vm, VmEpoch epoch, HostId from, HostId to, LeaderEpoch leaderEpoch) implements HaDecision {}

    /** Tell people. Raised again after a change of leader; the key makes it one alarm. */
    record RaiseAlarm(Alarm alarm) implements HaDecision {}

    /** It is over. */
    record ClearAlarm(String key) implements HaDecision {}

    /** Store these entries of an incident, the first one as number {@code firstIndex}; those that are stored already stay. */
    record AppendTimeline(IncidentId incident, int firstIndex, List<TimedEntry> entries) implements HaDecision {
        public AppendTimeline {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One change of an owner node: from this version and epoch to the next epoch.
     *
     * @param target null: nobody, the VM is queued
     * @param failures how often in a row it has failed so far; kept beside the owner, so that it outlives leaders
     */
    record OwnerMove(
            VmId vm,
            long ownerVersion,
            VmEpoch epoch,
            @Nullable HostId target,
            int failures) {}

    /** The VM and the epoch at which the host has it. */
    record ReleaseOf(VmId vm, VmEpoch epoch) {}

    /** The raised fence of a host. */
    record RaisedFence(HostId host, long version) {}

    /** Something that people should know while it lasts; a sentence with figures. */
    record Alarm(String key, String text) {}
}
