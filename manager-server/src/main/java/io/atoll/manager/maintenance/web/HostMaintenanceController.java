package io.atoll.manager.maintenance.web;

import io.atoll.manager.api.DryRun;
import io.atoll.manager.api.DryRun.Violation;
import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.maintenance.internal.EvacuationPlans;
import io.atoll.manager.maintenance.internal.EvacuationPlans.EvacuationPlan;
import io.atoll.manager.maintenance.internal.ExitPlanView;
import io.atoll.manager.maintenance.internal.MaintenanceRequests;
import io.atoll.manager.maintenance.internal.MaintenanceRequests.Wish;
import io.atoll.manager.maintenance.internal.Takeovers;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskView;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts into maintenance and out of it. */
@RestController
@Tag(name = "maintenance")
class HostMaintenanceController {
    private final MaintenanceRequests requests;
    private final Takeovers takeovers;
    private final TaskAnswers answers;

    HostMaintenanceController(MaintenanceRequests requests, Takeovers takeovers, TaskAnswers answers) {
        this.requests = requests;
        this.takeovers = takeovers;
        this.answers = answers;
    }

    record ExitBody(
            @Schema(allowableValues = {"IF_BETTER", "NO"}) @Nullable
            String bringHome) {}

    @PostMapping("/api/v1/hosts/{id}/actions/enter-maintenance")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(
            operationId = "enterMaintenance",
            summary = "Empty a host, and prove that it may be switched off; a dry run answers the plan",
            description =
                    "The plan says of every VM where it would go, how long that takes and, where it cannot go, why. Refused with "
                            + "MAINTENANCE_BLOCKED while a VM cannot leave and choices says nothing else for it. The task does not fail over one "
                            + "VM: it waits, and the maintenance says what for.")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = TaskView.class)))
    ResponseEntity<?> enter(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable EnterBody body,
            @RequestParam(required = false) @Nullable String wait,
            DryRunRequest<EvacuationPlan> dryRun,
            Caller caller) {
        var wish = (body == null ? EnterBody.NOTHING : body).checked();
        return dryRun.wanted()
                ? ResponseEntity.ok(tried(() -> consider(new HostId(id), wish), EvacuationPlans::violations))
                : answers.answer(enter(new HostId(id), wish, caller.name()), wait);
    }

    private EvacuationPlan consider(HostId host, Wish wish) {
        return takeovers.isOffered(host) ? requests.considerHandover(host, wish) : requests.consider(host, wish);
    }

    /** One that sleeps to save power is empty already, and handed over. */
    private TaskId enter(HostId host, Wish wish, String by) {
        return takeovers.takeOver(host, wish.note(), by, null).orElseGet(() -> requests.enter(host, wish, by, null));
    }

    @PostMapping("/api/v1/hosts/{id}/actions/exit-maintenance")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(
            operationId = "exitMaintenance",
            summary =
                    "Take a host back into use, and bring VMs home where that makes the cluster better; a dry run answers the plan")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = TaskView.class)))
    ResponseEntity<?> exit(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable ExitBody body,
            @RequestParam(required = false) @Nullable String wait,
            DryRunRequest<ExitPlanView> dryRun,
            Caller caller) {
        var home = bringHome(body == null ? null : body.bringHome);
        return dryRun.wanted()
                ? ResponseEntity.ok(tried(() -> requests.considerExit(new HostId(id), home), _ -> List.of()))
                : answers.answer(requests.exit(new HostId(id), home, caller.name(), null), wait);
    }

    static BringHome bringHome(@Nullable String said) {
        var check = new InputCheck();
        var home = check.choice("bringHome", said, BringHome.class, BringHome.IF_BETTER);
        check.done();
        return home;
    }

    /** Turns a plan into what stands in its way. */
    @FunctionalInterface
    interface Judge<P> {
        List<Violation> violations(P plan);
    }

    /** What is wrong with the input is an error here too; the state of things is a violation. */
    static <P> DryRun<P> tried(Supplier<P> plan, Judge<P> judge) {
        try {
            var made = plan.get();
            var violations = judge.violations(made);
            return new DryRun<>(violations.isEmpty(), violations, made);
        } catch (AtollException e) {
            if (e.code().status() != 409) {
                throw e;
            }
            var violation = new Violation(e.code().name(), String.valueOf(e.getMessage()), e.causes());
            return new DryRun<>(false, List.of(violation), null);
        }
    }
}
