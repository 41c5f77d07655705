package io.atoll.manager.vm.internal.snapshot;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.VmChanges;
import io.atoll.manager.vm.internal.VmDevices;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmTasks;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.DiskOf;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.GuestWas;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.Quiesced;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.State;
import io.atoll.manager.vm.internal.steps.VmTaskKind;
import io.atoll.manager.vm.internal.steps.VmTaskParams;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Requests about a VM's snapshots: checked, written down, task submitted, all in one transaction. Nothing is done to a VM here. */
@Service
@Transactional
public class SnapshotRequests {
    static final int MOST_SNAPSHOTS = 32;
    static final int MOST_FILES = 16;
    private static final int LONGEST_NAME_CHARS = 255;
    private static final int LONGEST_QUIESCE_SECONDS = 120;
    private static final int DEFAULT_QUIESCE_SECONDS = 30;
    private static final Set<VmPowerState> HERE = EnumSet.of(VmPowerState.RUNNING, VmPowerState.PAUSED);
    private static final Set<VmPowerState> OFF = EnumSet.of(VmPowerState.STOPPED, VmPowerState.CRASHED);

    private final VmChanges changes;
    private final VmDevices devices;
    private final SnapshotStore snapshots;
    private final VmTasks tasks;
    private final Ids ids;
    private final Clock clock;

    SnapshotRequests(
            VmChanges changes, VmDevices devices, SnapshotStore snapshots, VmTasks tasks, Ids ids, Clock clock) {
        this.changes = changes;
        this.devices = devices;
        this.snapshots = snapshots;
        this.tasks = tasks;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether the guest is asked to bring its file systems into order. */
    public enum Quiesce {
        NONE,
        BEST_EFFORT,
        REQUIRED
    }

    /** What somebody wants of a new one. */
    public record Draft(
            @Nullable String name,
            @Nullable String description,
            @Nullable String quiesce,
            @Nullable Integer quiesceSeconds) {}

    /** The VM's disks as they are now. */
    public TaskId create(VmId id, Draft draft, Caller caller) {
        var check = new InputCheck();
        var name = name(check, draft.name());
        var description = check.description("description", draft.description());
        var quiesce = check.choice("quiesce", draft.quiesce(), Quiesce.class, Quiesce.BEST_EFFORT);
        int seconds = draft.quiesceSeconds() == null
                ? DEFAULT_QUIESCE_SECONDS
                : check.range("quiesceSeconds", draft.quiesceSeconds(), 1, LONGEST_QUIESCE_SECONDS);
        check.done();
        var vm = require(id, true);
        requireNameFree(vm, name, null);
        requireRoom(vm);
        if (quiesce == Quiesce.REQUIRED) {
            requireGuestAgent(vm);
        }
        var snapshot = new SnapshotRecord(
                ids.next(),
                id,
                snapshots.chain(id).current(),
                name,
                description,
                caller.name(),
                clock.instant(),
                State.CREATING,
                new Quiesced(false, ""),
                guest(vm),
                devices.disks(id).stream()
                        .map(disk -> new DiskOf(disk.index(), disk.imageId(), disk.sizeGiB()))
                        .toList());
        snapshots.add(snapshot);
        return submit(
                VmTaskKind.SNAPSHOT,
                vm,
                new VmTaskParams.Snapshot(
                        snapshot.id().toString(), snapshot.id().toString(), quiesce.name(), seconds),
                caller);
    }

    /** What is missing stays. */
    public void change(VmId id, UUID snapshot, @Nullable String newName, @Nullable String newDescription) {
        var check = new InputCheck();
        var name = newName == null ? null : name(check, newName);
        var description = newDescription == null ? null : check.description("description", newDescription);
        check.done();
        var vm = changes.lock(id);
        var there = require(vm, snapshot);
        if (name != null) {
            requireNameFree(vm, name, snapshot);
        }
        snapshots.rename(
                snapshot, name == null ? there.name() : name, description == null ? there.description() : description);
        changes.touch(id);
    }

    /** It goes; the VM's disks stay as they are. Asked again of one that could not go, it is tried again. */
    public TaskId delete(VmId id, UUID snapshot, Caller caller) {
        var vm = require(id, true);
        require(vm, snapshot);
        snapshots.deleting(snapshot);
        return submit(
                VmTaskKind.DELETE_SNAPSHOT, vm, new VmTaskParams.Snapshot(snapshot.toString(), "", "NONE", 0), caller);
    }

    /**
     * The VM's disks are what they were; what was written since is lost, unless another snapshot has it.
     *
     * @param force whether a VM that runs is stopped for that
     */
    public TaskId revert(VmId id, UUID snapshot, boolean force, Caller caller) {
        var vm = require(id, force);
        var there = require(vm, snapshot);
        if (there.state() != State.READY) {
            throw new AtollException(
                    ErrorCode.VM_SNAPSHOT_WRONG_STATE,
                    "Snapshot %s of VM %s is %s; only one that is READY can be gone back to."
                            .formatted(there.name(), vm.name(), there.state()));
        }
        var runs = HERE.contains(vm.status().powerState());
        return submit(
                runs ? VmTaskKind.STOP_THEN_REVERT : VmTaskKind.REVERT,
                vm,
                new VmTaskParams.Snapshot(snapshot.toString(), ids.next().toString(), "NONE", 0),
                caller);
    }

    private TaskId submit(VmTaskKind kind, VmRecord vm, VmTaskParams.Snapshot snapshot, Caller caller) {
        var task = tasks.submit(kind, vm, VmTaskParams.ofSnapshot(vm.id(), snapshot), caller.name());
        changes.changeStatus(vm.id(), status -> status.withActiveTask(task));
        return task;
    }

    private static String name(InputCheck check, @Nullable String wanted) {
        var name = check.text("name", check.present("name", wanted, "-"), LONGEST_NAME_CHARS)
                .strip();
        check.require(!name.isEmpty() && !name.contains("\n"), "name", "name must be one line and not be blank.");
        return name;
    }

    private static GuestWas guest(VmRecord vm) {
        return switch (vm.status().powerState()) {
            case RUNNING -> GuestWas.RUNNING;
            case PAUSED -> GuestWas.PAUSED;
            case CREATING, STOPPED, STARTING, STOPPING, MIGRATING, CRASHED, UNKNOWN, DELETING, FAILED -> GuestWas.OFF;
        };
    }

    private SnapshotRecord require(VmRecord vm, UUID snapshot) {
        return snapshots
                .find(vm.id(), snapshot)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.VM_SNAPSHOT_NOT_FOUND, "VM %s has no snapshot %s.".formatted(vm.name(), snapshot)));
    }

    private void requireNameFree(VmRecord vm, String name, @Nullable UUID self) {
        var taken = snapshots.of(vm.id()).stream()
                .filter(one -> !one.id().equals(self))
                .anyMatch(one -> one.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
        if (taken) {
            throw new AtollException(
                    ErrorCode.NAME_TAKEN,
                    "VM %s has a snapshot \"%s\" already.".formatted(vm.name(), name),
                    Hint.of("Choose another name."));
        }
    }

    private void requireRoom(VmRecord vm) {
        var count = snapshots.of(vm.id()).size();
        if (count >= MOST_SNAPSHOTS) {
            throw new AtollException(
                    ErrorCode.LIMIT_REACHED,
                    "VM %s has %d snapshots, as many as a VM can have.".formatted(vm.name(), count),
                    Hint.of("Delete one first."));
        }
        var depth = snapshots.chain(vm.id()).depth();
        if (depth >= MOST_FILES) {
            throw new AtollException(
                    ErrorCode.LIMIT_REACHED,
                    "A disk of VM %s is read through %d files; with more than %d it would be slow."
                            .formatted(vm.name(), depth, MOST_FILES),
                    Hint.of("Delete a snapshot first."));
        }
    }

    private static void requireGuestAgent(VmRecord vm) {
        if (vm.status().powerState() != VmPowerState.RUNNING
                || !vm.status().guest().agentConnected()) {
            throw new AtollException(
                    ErrorCode.GUEST_AGENT_UNAVAILABLE,
                    "VM %s is %s and no agent answers inside it, so its file systems cannot be brought into order."
                            .formatted(vm.name(), vm.status().powerState()),
                    Hint.of("Install and start qemu-guest-agent inside the guest, or ask for quiesce BEST_EFFORT."));
        }
    }

    /** The VM, locked, in a state in which its snapshots can change. */
    private VmRecord require(VmId id, boolean alsoRunning) {
        var vm = changes.lock(id);
        var status = vm.status();
        if (status.activeTask() != null) {
            throw new AtollException(
                    ErrorCode.TASK_IN_PROGRESS,
                    "Task %s is working on VM %s.".formatted(status.activeTask(), vm.name()),
                    new Hint("Wait for it, or cancel it.", "/api/v1/tasks/" + status.activeTask()));
        }
        var states = EnumSet.copyOf(OFF);
        if (alsoRunning) {
            states.addAll(HERE);
        }
        if (status.powerState() == VmPowerState.CRASHED && vm.spec().ha().wanted()) {
            throw new AtollException(
                    ErrorCode.VM_WRONG_STATE,
                    "VM %s has crashed, and high availability may start it again at any moment.".formatted(vm.name()),
                    Hint.of("Wait until it runs, or switch its protection off."));
        }
        if (!states.contains(status.powerState()) || status.hasConflict()) {
            throw new AtollException(
                    ErrorCode.VM_WRONG_STATE,
                    "VM %s is %s%s; this is possible in %s."
                            .formatted(
                                    vm.name(),
                                    status.powerState(),
                                    status.hasConflict() ? " and in conflict" : "",
                                    states),
                    alsoRunning || !HERE.contains(status.powerState())
                            ? Hint.of("Wait until it is.")
                            : Hint.of("Stop it first, or let it be stopped with force: true."));
        }
        return vm;
    }
}
