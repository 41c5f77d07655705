package io.atoll.manager.vm.web;

import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.placement.PlacementPlan;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.manager.vm.internal.VmPowerRequests;
import io.atoll.manager.vm.internal.policy.MigrationPolicy;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is done to VMs; each answers with the task that does it. */
@RestController
@Tag(name = "vms")
class VmActionController {
    private static final int DEFAULT_DEADLINE_SECONDS = 120;
    private static final int LONGEST_DEADLINE_SECONDS = 3_600;

    private final VmPowerRequests power;
    private final VmDryRuns dryRuns;
    private final TaskAnswers answers;

    VmActionController(VmPowerRequests power, VmDryRuns dryRuns, TaskAnswers answers) {
        this.power = power;
        this.dryRuns = dryRuns;
        this.answers = answers;
    }

    record StartRequest(@Nullable String hostId) {}

    /** pauseLimitMs: how long the guest may stand still; null: as the cluster's migration policy has it. */
    record MigrateRequest(
            @Nullable String targetHostId, @Nullable Integer pauseLimitMs) {}

    record ShutdownRequest(
            @Nullable Integer deadlineSeconds, @Nullable Boolean thenStop) {}

    @PostMapping("/api/v1/vms/{id}/actions/start")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "startVm", summary = "Start a VM where it fits best, or on the host asked for")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = TaskView.class)))
    ResponseEntity<?> start(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable StartRequest request,
            @RequestParam(required = false) @Nullable String wait,
            DryRunRequest<PlacementPlan> dryRun,
            Caller caller) {
        var wish = host("hostId", request == null ? null : request.hostId);
        return dryRun.wanted()
                ? ResponseEntity.ok(dryRuns.start(new VmId(id), wish))
                : answers.answer(power.start(new VmId(id), wish, caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/actions/migrate")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "migrateVm", summary = "Move a running VM where it fits best, or to the host asked for")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = TaskView.class)))
    ResponseEntity<?> migrate(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable MigrateRequest request,
            @RequestParam(required = false) @Nullable String wait,
            DryRunRequest<MigrationPlan> dryRun,
            Caller caller) {
        var wish = host("targetHostId", request == null ? null : request.targetHostId);
        var pauseLimitMs = pauseLimitMs(request);
        return dryRun.wanted()
                ? ResponseEntity.ok(dryRuns.migrate(new VmId(id), wish, pauseLimitMs))
                : answers.answer(power.migrate(new VmId(id), wish, pauseLimitMs, caller), wait);
    }

    private static @Nullable Integer pauseLimitMs(@Nullable MigrateRequest request) {
        if (request == null || request.pauseLimitMs == null) {
            return null;
        }
        var check = new InputCheck();
        int limit = check.range("pauseLimitMs", request.pauseLimitMs, 1, MigrationPolicy.LONGEST_PAUSE_MS);
        check.done();
        return limit;
    }

    @PostMapping("/api/v1/vms/{id}/actions/shutdown")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "shutdownVm", summary = "Ask the guest to shut down")
    ResponseEntity<TaskView> shutdown(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable ShutdownRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        var wanted = request == null ? new ShutdownRequest(null, null) : request;
        var check = new InputCheck();
        int deadline = wanted.deadlineSeconds == null
                ? DEFAULT_DEADLINE_SECONDS
                : check.range("deadlineSeconds", wanted.deadlineSeconds, 1, LONGEST_DEADLINE_SECONDS);
        check.done();
        return answers.answer(
                power.shutdown(new VmId(id), deadline, Boolean.TRUE.equals(wanted.thenStop), caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/actions/stop")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "stopVm", summary = "Stop a VM at once, as if its power was cut")
    ResponseEntity<TaskView> stop(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(power.stop(new VmId(id), caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/actions/reset")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "resetVm", summary = "Reset a VM, as by its reset button")
    ResponseEntity<TaskView> reset(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(power.reset(new VmId(id), caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/actions/pause")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "pauseVm", summary = "Let a guest stand still")
    ResponseEntity<TaskView> pause(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(power.pause(new VmId(id), caller), wait);
    }

    @PostMapping("/api/v1/vms/{id}/actions/resume")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "resumeVm", summary = "Let a paused guest go on")
    ResponseEntity<TaskView> resume(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(power.resume(new VmId(id), caller), wait);
    }

    private static @Nullable HostId host(String field, @Nullable String text) {
        var check = new InputCheck();
        var host = check.optionalId(field, text, HostId::new);
        check.done();
        return host;
    }
}
