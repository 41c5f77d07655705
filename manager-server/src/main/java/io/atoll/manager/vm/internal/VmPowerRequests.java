package io.atoll.manager.vm.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.resourcepool.PoolAdmission;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.internal.PlacementHistory.DecisionCause;
import io.atoll.manager.vm.internal.PlacementHistory.Wish;
import io.atoll.manager.vm.internal.steps.VmTaskKind;
import io.atoll.manager.vm.internal.steps.VmTaskParams;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Requests to do something to a VM: checked against its state, room promised, task submitted, all in one transaction. */
@Service
@Transactional
public class VmPowerRequests {
    private final VmChanges changes;
    private final VmTasks tasks;
    private final VmDemands demands;
    private final Placements placements;
    private final HaAdmission admission;
    private final PoolAdmission pools;
    private final Clock clock;

    VmPowerRequests(
            VmChanges changes,
            VmTasks tasks,
            VmDemands demands,
            Placements placements,
            HaAdmission admission,
            PoolAdmission pools,
            Clock clock) {
        this.changes = changes;
        this.tasks = tasks;
        this.demands = demands;
        this.placements = placements;
        this.admission = admission;
        this.pools = pools;
        this.clock = clock;
    }

    public TaskId start(VmId id, @Nullable HostId wish, Caller caller) {
        return start(id, wish, caller.name(), null);
    }

    public TaskId start(VmId id, @Nullable HostId wish, String requestedBy, @Nullable TaskId parent) {
        var vm = require(id, VmAction.START);
        var task = tasks.submit(VmTaskKind.START, vm, VmTaskParams.of(id, wish), requestedBy, parent);
        pools.requireStart(VmService.subjectOfPools(vm));
        var report = placements.reserve(demands.toStart(vm, wish), task);
        changes.keepPlacement(id, report, new Wish(DecisionCause.START, requestedBy, task));
        survivable(vm, report);
        note(id, VmPowerState.STARTING, task);
        return task;
    }

    private void survivable(VmRecord vm, PlacementReport report) {
        var host = report.hostId();
        if (host != null) {
            admission.requireSurvivable(vm.spec().clusterId(), vm.id(), new HostId(host));
        }
    }

    /**
     * Moves a running VM.
     *
     * @param pauseLimitMs how long the guest may stand still; null: as the cluster's policy has it
     */
    public TaskId migrate(VmId id, @Nullable HostId wish, @Nullable Integer pauseLimitMs, Caller caller) {
        var vm = toMigrate(id, wish);
        var params = VmTaskParams.toMove(id, wish, pauseLimitMs);
        return migrate(vm, params, demands.toMove(vm, wish), caller.name(), null);
    }

    /**
     * For those who are nobody's caller.
     *
     * @param requestedBy who or what wants it, as the task shows it
     */
    public TaskId migrate(VmId id, @Nullable HostId wish, String requestedBy) {
        var vm = toMigrate(id, wish);
        return migrate(vm, VmTaskParams.of(id, wish), demands.toMove(vm, wish), requestedBy, null);
    }

    /** The same as a part of a larger task. */
    public TaskId migrate(VmId id, VmSubtasks.Trip trip, String requestedBy, TaskId parent) {
        var vm = toMigrate(id, trip.to());
        var params = VmTaskParams.toMove(id, trip.to(), trip.pauseLimitMs());
        return migrate(vm, params, demands.toMove(vm, trip.to()).with(trip.along()), requestedBy, parent);
    }

    private VmRecord toMigrate(VmId id, @Nullable HostId wish) {
        var vm = require(id, VmAction.MIGRATE);
        requireOtherHost(vm, wish);
        return vm;
    }

    private TaskId migrate(
            VmRecord vm, VmTaskParams params, PlacementQuestion question, String requestedBy, @Nullable TaskId parent) {
        var id = vm.id();
        var task = tasks.submit(VmTaskKind.MIGRATE, vm, params, requestedBy, parent);
        var report = placements.reserve(question, task);
        changes.keepPlacement(id, report, new Wish(DecisionCause.MIGRATE, requestedBy, task));
        note(id, VmPowerState.MIGRATING, task);
        return task;
    }

    public TaskId shutdown(VmId id, int deadlineSeconds, boolean thenStop, Caller caller) {
        return shutdown(id, deadlineSeconds, thenStop, caller.name(), null);
    }

    public TaskId shutdown(
            VmId id, int deadlineSeconds, boolean thenStop, String requestedBy, @Nullable TaskId parent) {
        var kind = thenStop ? VmTaskKind.SHUTDOWN_THEN_STOP : VmTaskKind.SHUTDOWN;
        var params = new VmTaskParams(id.toString(), null, deadlineSeconds, thenStop, null, null);
        var task = tasks.submit(kind, require(id, VmAction.SHUTDOWN), params, requestedBy, parent);
        note(id, VmPowerState.STOPPING, task);
        return task;
    }

    public TaskId stop(VmId id, Caller caller) {
        return begin(VmAction.STOP, VmTaskKind.STOP, VmTaskParams.of(id, null), VmPowerState.STOPPING, caller);
    }

    public TaskId stop(VmId id, String requestedBy, @Nullable TaskId parent) {
        var task = tasks.submit(
                VmTaskKind.STOP, require(id, VmAction.STOP), VmTaskParams.of(id, null), requestedBy, parent);
        note(id, VmPowerState.STOPPING, task);
        return task;
    }

    public TaskId reset(VmId id, Caller caller) {
        return begin(VmAction.RESET, VmTaskKind.RESET, VmTaskParams.of(id, null), null, caller);
    }

    public TaskId pause(VmId id, Caller caller) {
        return begin(VmAction.PAUSE, VmTaskKind.PAUSE, VmTaskParams.of(id, null), null, caller);
    }

    public TaskId resume(VmId id, Caller caller) {
        return begin(VmAction.RESUME, VmTaskKind.RESUME, VmTaskParams.of(id, null), null, caller);
    }

    public TaskId delete(VmId id, IfMatch ifMatch, Caller caller) {
        ifMatch.require(changes.lock(id).revision());
        return begin(VmAction.DELETE, VmTaskKind.DELETE, VmTaskParams.of(id, null), VmPowerState.DELETING, caller);
    }

    /** What a start would decide now; refused like the start itself where the VM's state does not allow it. */
    public PlacementReport considerStart(VmId id, @Nullable HostId wish) {
        var vm = require(id, VmAction.START);
        pools.requireStart(VmService.subjectOfPools(vm));
        var report = placements.consider(demands.toStart(vm, wish));
        survivable(vm, report);
        return report;
    }

    /** What a migration would decide now. */
    public PlacementReport considerMigration(VmId id, @Nullable HostId wish) {
        var vm = toMigrate(id, wish);
        return placements.consider(demands.toMove(vm, wish));
    }

    private TaskId begin(
            VmAction action, VmTaskKind kind, VmTaskParams params, @Nullable VmPowerState meanwhile, Caller caller) {
        var id = VmId.parse(params.vmId());
        var task = tasks.submit(kind, require(id, action), params, caller.name());
        note(id, meanwhile, task);
        return task;
    }

    private void note(VmId id, @Nullable VmPowerState meanwhile, TaskId task) {
        changes.changeStatus(
                id,
                status ->
                        (meanwhile == null ? status : status.in(meanwhile, "", clock.instant())).withActiveTask(task));
    }

    /** The VM, locked, in a state that allows the action. A task at work is told as such, with its holder. */
    private VmRecord require(VmId id, VmAction action) {
        var vm = changes.lock(id);
        var status = vm.status();
        if (action.allowedIn(status.powerState(), false, status.hasConflict())) {
            return vm; // and if a task is at work, submitting another says which
        }
        if (status.activeTask() != null) {
            throw new AtollException(
                    ErrorCode.TASK_IN_PROGRESS,
                    "Task %s is working on VM %s.".formatted(status.activeTask(), vm.name()),
                    new Hint("Wait for it, or cancel it.", "/api/v1/tasks/" + status.activeTask()));
        }
        var conflict = status.hasConflict() ? " and in conflict" : "";
        throw new AtollException(
                ErrorCode.VM_WRONG_STATE,
                "VM %s is %s%s; %s is possible in %s."
                        .formatted(vm.name(), status.powerState(), conflict, action.apiName(), action.states()));
    }

    private static void requireOtherHost(VmRecord vm, @Nullable HostId wish) {
        if (wish != null && wish.equals(vm.status().host())) {
            throw AtollException.invalid("targetHostId", "VM %s runs on that host already.".formatted(vm.name()));
        }
    }
}
