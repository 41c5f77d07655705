package io.atoll.manager.vm;

import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Work on VMs as parts of a larger task, for those who plan for whole clusters and hosts. Each part is a task of its own, a
 * child of the larger one, and checked like a person's request: rules, room, the VM's state. It is submitted in the caller's
 * transaction, which must be active, and refused with the problem that a person would be told; the transaction is then lost.
 */
public interface VmSubtasks {
    /** VMs of the cluster that could be migrated now as far as they are concerned: running, and nobody works on them. */
    SortedSet<VmId> movable(ClusterId cluster);

    /** VMs that take up room on the host, or are on their way there, by name. */
    List<Occupant> occupants(HostId host);

    /** Promises room on the host and begins the migration. */
    TaskId migrate(VmId vm, Trip trip, TaskId parent, String requestedBy);

    /** Asks the guest to shut down, and stops it if it has not done so in time. */
    TaskId shutDown(VmId vm, int deadlineSeconds, TaskId parent, String requestedBy);

    /** Stops it at once, as if its power was cut; for guests that cannot be asked, as one that is paused. */
    TaskId stop(VmId vm, TaskId parent, String requestedBy);

    /** Promises room and starts the VM, on the given host or on the best. */
    TaskId start(VmId vm, @Nullable HostId on, TaskId parent, String requestedBy);

    /** What a migration that succeeded was measured to cost; empty for all others. */
    Optional<MigrationFigures> figures(TaskId migration);

    /**
     * Where a VM goes.
     *
     * @param pauseLimitMs how long the guest may stand still at the end; null: as long as its host lets it
     * @param along VMs that go to the same host in the same task: a rule that keeps them together with this one is kept by all of
     *     them going
     */
    record Trip(HostId to, @Nullable Integer pauseLimitMs, SortedSet<VmId> along) {
        public Trip {
            along = Collections.unmodifiableSortedSet(new TreeSet<>(along));
        }
    }

    /**
     * A VM on a host.
     *
     * @param task the task that works on it; null: none does
     * @param arriving whether it is not there yet
     */
    record Occupant(
            VmId id,
            String name,
            VmPowerState state,
            @Nullable TaskId task,
            Mebibytes memory,
            boolean arriving) {}

    /** Measured costs of a migration. What is null was lost with the host that knew it. */
    record MigrationFigures(
            @Nullable Long totalMs,
            @Nullable Long pauseMs,
            @Nullable Long transferredBytes) {}
}
