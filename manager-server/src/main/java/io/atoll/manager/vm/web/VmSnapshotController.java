package io.atoll.manager.vm.web;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.manager.vm.internal.VmActionPolicy;
import io.atoll.manager.vm.internal.snapshot.SnapshotRequests;
import io.atoll.manager.vm.internal.snapshot.SnapshotViews;
import io.atoll.manager.vm.internal.view.VmViews;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Snapshots of a VM's disks: taken, named, gone back to, deleted. */
@RestController
@Tag(name = "vms")
class VmSnapshotController {
    private final SnapshotRequests requests;
    private final SnapshotViews snapshots;
    private final VmViews vms;
    private final TaskAnswers answers;

    VmSnapshotController(SnapshotRequests requests, SnapshotViews snapshots, VmViews vms, TaskAnswers answers) {
        this.requests = requests;
        this.snapshots = snapshots;
        this.vms = vms;
        this.answers = answers;
    }

    record SnapshotPatch(@Nullable String name, @Nullable String description) {}

    record RevertRequest(@Nullable Boolean force) {}

    @GetMapping("/api/v1/vms/{id}/snapshots")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listVmSnapshots", summary = "The snapshots of a VM, the oldest first")
    SnapshotViews.Snapshots list(@PathVariable UUID id, Caller caller) {
        return snapshots.of(found(id, caller));
    }

    @GetMapping("/api/v1/vms/{id}/snapshots/{snapshotId}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getVmSnapshot", summary = "One snapshot of a VM")
    SnapshotViews.View get(@PathVariable UUID id, @PathVariable UUID snapshotId, Caller caller) {
        return snapshots.one(found(id, caller), snapshotId);
    }

    @PostMapping("/api/v1/vms/{id}/snapshots")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "createVmSnapshot",
            summary = "Keep a VM's disks as they are now, while it runs or is off; its memory is not kept")
    ResponseEntity<TaskView> create(
            @PathVariable UUID id,
            @RequestBody SnapshotRequests.Draft request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(requests.create(new VmId(id), request, caller), wait);
    }

    @PatchMapping("/api/v1/vms/{id}/snapshots/{snapshotId}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateVmSnapshot", summary = "Name or describe a snapshot; what is missing stays")
    SnapshotViews.View update(
            @PathVariable UUID id, @PathVariable UUID snapshotId, @RequestBody SnapshotPatch request, Caller caller) {
        requests.change(new VmId(id), snapshotId, request.name, request.description);
        return snapshots.one(found(id, caller), snapshotId);
    }

    @DeleteMapping("/api/v1/vms/{id}/snapshots/{snapshotId}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "deleteVmSnapshot",
            summary = "Delete a snapshot; its files are merged, while the VM runs on or is off")
    ResponseEntity<TaskView> delete(
            @PathVariable UUID id,
            @PathVariable UUID snapshotId,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(requests.delete(new VmId(id), snapshotId, caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/snapshots/{snapshotId}/actions/revert")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "revertVmToSnapshot",
            summary =
                    "Make a VM's disks what they were at a snapshot; what was written since is lost. The VM is off afterwards")
    ResponseEntity<TaskView> revert(
            @PathVariable UUID id,
            @PathVariable UUID snapshotId,
            @RequestBody(required = false) @Nullable RevertRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        var force = request != null && Boolean.TRUE.equals(request.force);
        return answers.answer(requests.revert(new VmId(id), snapshotId, force, caller), wait);
    }

    private VmId found(UUID id, Caller caller) {
        return vms.find(new VmId(id), VmActionPolicy.of(caller))
                .map(_ -> new VmId(id))
                .orElseThrow(() -> new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM %s.".formatted(id)));
    }
}
