package io.atoll.manager.vm.web;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.manager.vm.internal.VmDeviceRequests;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Disks and network cards of a VM: added, removed, grown, while it runs or is off. Each answers with the task that does it. */
@RestController
@Tag(name = "vms")
class VmDeviceController {
    private final VmDeviceRequests devices;
    private final TaskAnswers answers;

    VmDeviceController(VmDeviceRequests devices, TaskAnswers answers) {
        this.devices = devices;
        this.answers = answers;
    }

    record DiskRequest(@Nullable Integer sizeGiB) {}

    record LimitRequest(@Nullable Long iopsLimit, @Nullable Long bytesPerSecondLimit) {}

    record NicRequest(@Nullable String networkId, @Nullable String address) {}

    @PostMapping("/api/v1/vms/{id}/disks")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "addVmDisk", summary = "Give a VM an empty disk more")
    ResponseEntity<TaskView> addDisk(
            @PathVariable UUID id,
            @RequestBody DiskRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(devices.addDisk(new VmId(id), request.sizeGiB, caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/disks/{index}/actions/grow")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "growVmDisk",
            summary = "Make a disk larger; partitions and file systems are grown inside the guest")
    ResponseEntity<TaskView> growDisk(
            @PathVariable UUID id,
            @PathVariable int index,
            @RequestBody DiskRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(devices.growDisk(new VmId(id), index, request.sizeGiB, caller), wait);
    }

    @PatchMapping("/api/v1/vms/{id}/disks/{index}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "limitVmDisk",
            summary = "Limit what a disk may use of its storage; what is missing stays, 0 is no limit")
    ResponseEntity<TaskView> limitDisk(
            @PathVariable UUID id,
            @PathVariable int index,
            @RequestBody LimitRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(
                devices.limitDisk(new VmId(id), index, request.iopsLimit, request.bytesPerSecondLimit, caller), wait);
    }

    @DeleteMapping("/api/v1/vms/{id}/disks/{index}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "removeVmDisk", summary = "Take a disk from a VM, and delete what is on it")
    ResponseEntity<TaskView> removeDisk(
            @PathVariable UUID id,
            @PathVariable int index,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(devices.removeDisk(new VmId(id), index, caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/nics")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "addVmNic", summary = "Give a VM a network card more")
    ResponseEntity<TaskView> addNic(
            @PathVariable UUID id,
            @RequestBody NicRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(devices.addNic(new VmId(id), request.networkId, request.address, caller), wait);
    }

    @DeleteMapping("/api/v1/vms/{id}/nics/{index}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "removeVmNic", summary = "Take a network card from a VM")
    ResponseEntity<TaskView> removeNic(
            @PathVariable UUID id,
            @PathVariable int index,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(devices.removeNic(new VmId(id), index, caller), wait);
    }
}
