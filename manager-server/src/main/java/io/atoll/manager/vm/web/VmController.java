package io.atoll.manager.vm.web;

import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.placement.PlacementPlan;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.manager.vm.internal.HardwareDraft;
import io.atoll.manager.vm.internal.MigrationHistory;
import io.atoll.manager.vm.internal.ResourcesDraft;
import io.atoll.manager.vm.internal.VmActionPolicy;
import io.atoll.manager.vm.internal.VmDraft;
import io.atoll.manager.vm.internal.VmPowerRequests;
import io.atoll.manager.vm.internal.VmService;
import io.atoll.manager.vm.internal.ha.HaDraft;
import io.atoll.manager.vm.internal.view.VmView.Spec;
import io.atoll.manager.vm.internal.view.VmView.Status;
import io.atoll.manager.vm.internal.view.VmViews;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Virtual machines: made, listed, changed, deleted. What is done to them is in {@link VmActionController}. */
@RestController
@Tag(name = "vms")
class VmController {
    private final VmService vms;
    private final VmPowerRequests power;
    private final VmViews views;
    private final MigrationHistory migrations;
    private final VmDryRuns dryRuns;
    private final TaskAnswers answers;

    VmController(
            VmService vms,
            VmPowerRequests power,
            VmViews views,
            MigrationHistory migrations,
            VmDryRuns dryRuns,
            TaskAnswers answers) {
        this.vms = vms;
        this.power = power;
        this.views = views;
        this.migrations = migrations;
        this.dryRuns = dryRuns;
        this.answers = answers;
    }

    record VmRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable VmDraft spec) {
        VmDraft said() {
            return spec == null
                    ? new VmDraft(
                            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)
                    : spec;
        }

        NamingPatch naming() {
            return new NamingPatch(name, labels, said().description());
        }
    }

    record VmPatch(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecPatch spec) {}

    record SpecPatch(
            @Nullable String description,
            @Nullable Integer vcpuCount,
            @Nullable Long memoryMiB,
            @Nullable HaDraft ha,
            @Nullable String resourcePoolId,
            @Nullable ResourcesDraft resources,
            @Nullable HardwareDraft hardware) {
        static final SpecPatch NOTHING = new SpecPatch(null, null, null, null, null, null, null);

        VmService.Change change() {
            return new VmService.Change(vcpuCount, memoryMiB, ha, resourcePoolId, resources, hardware);
        }
    }

    /** A VM and the task that makes it; no VM where the task has taken it back. */
    record VmAndTask(@Nullable ObjectView<Spec, Status> vm, TaskView task) {}

    /** The newest moves first. */
    record Migrations(List<MigrationHistory.View> items) {}

    @GetMapping("/api/v1/vms")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listVms", summary = "All VMs")
    Page<ObjectView<Spec, Status>> list(PageRequest page, Caller caller) {
        return views.list(page, VmActionPolicy.of(caller));
    }

    @GetMapping("/api/v1/vms/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getVm", summary = "One VM")
    ObjectView<Spec, Status> get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/vms")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "createVm", summary = "Make a VM and, unless told otherwise, start it")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = VmAndTask.class)))
    ResponseEntity<?> create(
            @RequestBody VmRequest request,
            @RequestParam(required = false) @Nullable String wait,
            DryRunRequest<PlacementPlan> dryRun,
            Caller caller) {
        if (dryRun.wanted()) {
            return ResponseEntity.ok(dryRuns.create(request.naming(), request.said(), caller));
        }
        var submitted = vms.create(request.naming(), request.said(), caller);
        return answers.answer(
                submitted.task(),
                wait,
                task -> new VmAndTask(
                        views.find(submitted.vm(), VmActionPolicy.of(caller)).orElse(null), task));
    }

    @PatchMapping("/api/v1/vms/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "updateVm",
            summary = "Name, label, resize or protect a VM, or change its hardware, resource pool and shares")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody VmPatch request,
            Caller caller) {
        var spec = request.spec == null ? SpecPatch.NOTHING : request.spec;
        vms.change(
                new VmId(id),
                new IfMatch(ifMatch),
                new NamingPatch(request.name, request.labels, spec.description),
                spec.change());
        return found(id, caller);
    }

    @DeleteMapping("/api/v1/vms/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "deleteVm", summary = "Delete a stopped VM and its disks")
    ResponseEntity<TaskView> delete(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(power.delete(new VmId(id), new IfMatch(ifMatch), caller), wait);
    }

    @GetMapping("/api/v1/vms/{id}/migrations")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listVmMigrations", summary = "The newest 200 moves of a VM")
    Migrations migrations(@PathVariable UUID id, Caller caller) {
        found(id, caller);
        return new Migrations(migrations.of(new VmId(id)));
    }

    private ObjectView<Spec, Status> found(UUID id, Caller caller) {
        return views.find(new VmId(id), VmActionPolicy.of(caller))
                .orElseThrow(() -> new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM %s.".formatted(id)));
    }
}
