package io.atoll.manager.vm.web;

import io.atoll.manager.api.DryRun;
import io.atoll.manager.api.DryRun.Violation;
import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.manager.vm.internal.batch.VmBatchDraft;
import io.atoll.manager.vm.internal.batch.VmBatchPlan;
import io.atoll.manager.vm.internal.batch.VmBatchRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Many VMs by one request. */
@RestController
@Tag(name = "vms")
class VmBatchController {
    private static final int THE_STATE_OF_THINGS = 409;

    private final VmBatchRequests batches;
    private final TaskAnswers answers;

    VmBatchController(VmBatchRequests batches, TaskAnswers answers) {
        this.batches = batches;
        this.answers = answers;
    }

    @PostMapping("/api/v1/vm-batches")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "createVmBatch", summary = "Make up to 200 VMs that differ by the number in their names")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = TaskView.class)))
    ResponseEntity<?> create(
            @RequestBody VmBatchDraft request,
            @RequestParam(required = false) @Nullable String wait,
            DryRunRequest<VmBatchPlan> dryRun,
            Caller caller) {
        return dryRun.wanted()
                ? ResponseEntity.ok(tried(request, caller))
                : answers.answer(batches.submit(request, caller), wait);
    }

    /** What is wrong with the request is an error here too; names that are taken and VMs that fit nowhere are violations. */
    private DryRun<VmBatchPlan> tried(VmBatchDraft request, Caller caller) {
        try {
            var outlook = batches.consider(request, caller);
            var obstacle = outlook.obstacle();
            return new DryRun<>(
                    obstacle == null, obstacle == null ? List.of() : List.of(violation(obstacle)), outlook.plan());
        } catch (AtollException e) {
            if (e.code().status() != THE_STATE_OF_THINGS) {
                throw e;
            }
            return new DryRun<>(false, List.of(violation(e)), null);
        }
    }

    private static Violation violation(AtollException why) {
        return new Violation(why.code().name(), String.valueOf(why.getMessage()), why.causes());
    }
}
