package io.atoll.manager.power.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.power.OffMode;
import io.atoll.manager.power.internal.HostPowerService;
import io.atoll.manager.power.internal.PowerControls;
import io.atoll.manager.power.internal.PowerDraft;
import io.atoll.manager.power.internal.PowerViews.HostPowerView;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How a host's power is controlled, and what is done with it. */
@RestController
@Tag(name = "hosts")
class HostPowerController {
    private final HostPowerService power;
    private final PowerControls controls;
    private final TaskAnswers answers;

    HostPowerController(HostPowerService power, PowerControls controls, TaskAnswers answers) {
        this.power = power;
        this.controls = controls;
        this.answers = answers;
    }

    /** @param force even while VMs run on the host; they end with it. Needs HOST_ENROL */
    record PowerOffRequest(@Nullable String mode, @Nullable Boolean force) {}

    @GetMapping("/api/v1/hosts/{id}/power")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getHostPower", summary = "How a host's power is controlled, and what was seen of it last")
    ResponseEntity<HostPowerView> get(@PathVariable UUID id) {
        return tagged(controls.view(new HostId(id)));
    }

    @PutMapping("/api/v1/hosts/{id}/power")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(
            operationId = "setHostPower",
            summary = "Say how a host's power is controlled. The secret is never shown again")
    ResponseEntity<HostPowerView> put(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody PowerDraft request) {
        var match = ifMatch == null ? null : new IfMatch(ifMatch);
        return tagged(controls.configure(new HostId(id), match, request));
    }

    @DeleteMapping("/api/v1/hosts/{id}/power")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "deleteHostPower", summary = "Forget how a host's power is controlled, secret and all")
    ResponseEntity<Void> delete(
            @PathVariable UUID id, @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        controls.remove(new HostId(id), new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/api/v1/hosts/{id}/actions/power-test")
    @RequiresPermission(Permission.HOST_POWER)
    @Operation(operationId = "testHostPower", summary = "Read the state of a host's power, and change nothing")
    ResponseEntity<TaskView> test(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(power.test(new HostId(id), caller.name()), wait);
    }

    @PostMapping("/api/v1/hosts/{id}/actions/power-on")
    @RequiresPermission(Permission.HOST_POWER)
    @Operation(operationId = "powerOnHost", summary = "Switch a host on and wait until its agent answers")
    ResponseEntity<TaskView> on(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(power.switchOn(new HostId(id), caller.name()), wait);
    }

    @PostMapping("/api/v1/hosts/{id}/actions/power-off")
    @RequiresPermission(Permission.HOST_POWER)
    @Operation(operationId = "powerOffHost", summary = "Switch a host off, until it is confirmed to be off")
    ResponseEntity<TaskView> off(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable PowerOffRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        var withVms = force(request, caller);
        return answers.answer(power.switchOff(new HostId(id), mode(request), withVms, caller.name()), wait);
    }

    @PostMapping("/api/v1/hosts/{id}/actions/power-cycle")
    @RequiresPermission(Permission.HOST_POWER)
    @Operation(
            operationId = "powerCycleHost",
            summary = "Switch a host off, and on again once it is confirmed to be off; wait until its agent answers")
    ResponseEntity<TaskView> cycle(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable PowerOffRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        var withVms = force(request, caller);
        return answers.answer(power.cycle(new HostId(id), mode(request), withVms, caller.name()), wait);
    }

    /** @param mode how the host is switched off before; GRACEFUL without it */
    record WakeTestRequest(@Nullable String mode) {}

    @PostMapping("/api/v1/hosts/{id}/power/actions/test-wake")
    @RequiresPermission(Permission.HOST_POWER)
    @Operation(
            operationId = "testHostWake",
            summary = "Try whether a host without VMs comes back when it is told to, and remember it",
            description =
                    "Switches the host off until that is confirmed, switches it on, and waits until its agent answers. How long "
                            + "that took is shown with the host's power, and is what power saving counts with. Refused while VMs run "
                            + "on the host or may be running there.")
    ResponseEntity<TaskView> testWake(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable WakeTestRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        var mode = mode(request == null ? null : request.mode);
        return answers.answer(power.testWake(new HostId(id), mode, caller.name()), wait);
    }

    private static OffMode mode(@Nullable PowerOffRequest request) {
        return mode(request == null ? null : request.mode);
    }

    private static OffMode mode(@Nullable String wanted) {
        var check = new InputCheck();
        var mode = check.choice("mode", wanted, OffMode.class, OffMode.GRACEFUL);
        check.done();
        return mode;
    }

    private static boolean force(@Nullable PowerOffRequest request, Caller caller) {
        boolean force = request != null && Boolean.TRUE.equals(request.force);
        if (force && !caller.may(Permission.HOST_ENROL)) {
            throw new AtollException(
                    ErrorCode.FORBIDDEN,
                    "Ending VMs with their host (force) needs the permission HOST_ENROL, which you do not have.",
                    Hint.of("Migrate or stop the VMs first, or ask an administrator."));
        }
        return force;
    }

    private static ResponseEntity<HostPowerView> tagged(HostPowerView view) {
        return ResponseEntity.ok()
                .header(HttpHeaders.ETAG, IfMatch.etag(view.revision()))
                .body(view);
    }
}
