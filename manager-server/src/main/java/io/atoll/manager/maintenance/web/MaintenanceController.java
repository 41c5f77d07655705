package io.atoll.manager.maintenance.web;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.maintenance.internal.MaintenanceControls;
import io.atoll.manager.maintenance.internal.MaintenanceRequests;
import io.atoll.manager.maintenance.internal.MaintenanceViews;
import io.atoll.manager.maintenance.internal.MaintenanceViews.MaintenanceView;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Maintenances, and what people do while one is under way. */
@RestController
@Tag(name = "maintenance")
class MaintenanceController {
    private final MaintenanceViews views;
    private final MaintenanceControls controls;
    private final MaintenanceRequests requests;
    private final TaskAnswers answers;

    MaintenanceController(
            MaintenanceViews views, MaintenanceControls controls, MaintenanceRequests requests, TaskAnswers answers) {
        this.views = views;
        this.controls = controls;
        this.requests = requests;
        this.answers = answers;
    }

    record CancelBody(
            @Schema(allowableValues = {"IF_BETTER", "NO"}) @Nullable
            String bringHome) {}

    record AgainBody(
            @Schema(allowableValues = {"MOVE", "STOP", "SKIP"}) @Nullable
            String choice) {}

    @GetMapping("/api/v1/maintenances")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listMaintenances", summary = "Maintenances, the newest first, without their VMs")
    Page<MaintenanceView> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/maintenances/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getMaintenance", summary = "One maintenance with what becomes of each VM, and the proof")
    MaintenanceView get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/maintenances/{id}/actions/pause")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(operationId = "pauseMaintenance", summary = "Begin nothing new; what is under way goes on to its end")
    MaintenanceView pause(@PathVariable UUID id, Caller caller) {
        controls.pause(id, true);
        return found(id, caller);
    }

    @PostMapping("/api/v1/maintenances/{id}/actions/resume")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(operationId = "resumeMaintenance", summary = "Go on after a pause")
    MaintenanceView resume(@PathVariable UUID id, Caller caller) {
        controls.pause(id, false);
        return found(id, caller);
    }

    @PostMapping("/api/v1/maintenances/{id}/actions/cancel")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(
            operationId = "cancelMaintenance",
            summary = "Call a drain off: the host is in use again; VMs that have moved come home or stay")
    MaintenanceView cancel(
            @PathVariable UUID id, @RequestBody(required = false) @Nullable CancelBody body, Caller caller) {
        var home = HostMaintenanceController.bringHome(body == null || body.bringHome == null ? "NO" : body.bringHome);
        controls.cancel(id, home, caller.name());
        return found(id, caller);
    }

    @PostMapping("/api/v1/maintenances/{id}/vms/{vmId}/actions/retry")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(
            operationId = "retryMaintenanceVm",
            summary = "Try one VM again, or choose something else for it: MOVE, STOP or SKIP")
    MaintenanceView again(
            @PathVariable UUID id,
            @PathVariable UUID vmId,
            @RequestBody(required = false) @Nullable AgainBody body,
            Caller caller) {
        var check = new InputCheck();
        var said = body == null ? null : body.choice;
        var choice = check.choice("choice", said, Choice.class, Choice.MOVE);
        check.done();
        controls.again(id, new VmId(vmId), said == null ? null : choice);
        return found(id, caller);
    }

    @PostMapping("/api/v1/maintenances/{id}/actions/prove")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(operationId = "proveMaintenance", summary = "Look again whether the host may be switched off")
    ResponseEntity<TaskView> prove(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(requests.prove(id, caller.name()), wait);
    }

    private MaintenanceView found(UUID id, Caller caller) {
        return views.find(id, caller::may)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.MAINTENANCE_NOT_FOUND, "There is no maintenance %s.".formatted(id)));
    }
}
