package io.atoll.manager.maintenance.web;

import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.rolling.RollingAction;
import io.atoll.manager.maintenance.internal.rolling.RollingControls;
import io.atoll.manager.maintenance.internal.rolling.RollingPlan;
import io.atoll.manager.maintenance.internal.rolling.RollingRequests;
import io.atoll.manager.maintenance.internal.rolling.RollingRequests.Order;
import io.atoll.manager.maintenance.internal.rolling.RollingSettings;
import io.atoll.manager.maintenance.internal.rolling.RollingViews;
import io.atoll.manager.maintenance.internal.rolling.RollingViews.RollingView;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Several hosts through maintenance. */
@RestController
@Tag(name = "maintenance")
class RollingMaintenanceController {
    private static final int MOST_HOSTS = 1_000;
    private static final int MOST_OUT = 100;
    private static final int USUAL_HEALTH_SECONDS = 600;
    private static final int LONGEST_HEALTH_SECONDS = 86_400;
    private static final int USUAL_HOOK_SECONDS = 600;
    private static final int LONGEST_HOOK_SECONDS = 86_400;
    private static final Pattern HOOK_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final RollingRequests requests;
    private final RollingControls controls;
    private final RollingViews views;
    private final TaskAnswers answers;

    RollingMaintenanceController(
            RollingRequests requests, RollingControls controls, RollingViews views, TaskAnswers answers) {
        this.requests = requests;
        this.controls = controls;
        this.views = views;
        this.answers = answers;
    }

    record RollingBody(
            @Nullable List<@Nullable String> hostIds,
            @Nullable String canaryHostId,
            @Nullable Integer maxHostsOut,

            @Schema(allowableValues = {"NONE", "REBOOT", "HOOK"}) @Nullable
            String action,

            @Schema(description = "With HOOK: the name of a file in the hosts' folder /etc/atoll/hooks") @Nullable
            String hook,

            @Schema(description = "With HOOK: so long it may run") @Nullable
            Integer hookSeconds,

            @Nullable Integer healthSeconds,

            @Schema(allowableValues = {"IF_BETTER", "NO"}) @Nullable
            String bringHome,

            @Nullable Boolean stopRemaining,
            @Nullable Boolean restartStopped,
            @Nullable Integer pauseBoundMs,
            @Nullable Integer maxParallel,
            @Nullable Integer shutdownSeconds,

            @Schema(description = "Hosts go out also where HA would not cover the cluster without them") @Nullable
            Boolean ignoreHaCoverage,

            @Nullable String note) {
        static final RollingBody NOTHING = new RollingBody(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

        EnterBody drain() {
            return new EnterBody(null, stopRemaining, restartStopped, pauseBoundMs, maxParallel, shutdownSeconds, note);
        }
    }

    record ResumeBody(@Nullable Boolean skipFailed) {}

    @PostMapping("/api/v1/clusters/{id}/rolling-maintenances")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(
            operationId = "startRollingMaintenance",
            summary = "Take hosts through maintenance one after the other, the canary first",
            description =
                    "It stops at the first host that fails, says why, and goes on when it is told to. A host without which HA "
                            + "would not cover the cluster waits, and says so. Without hostIds, hosts that sleep to save power are woken, and "
                            + "those that cannot take part are listed as SKIPPED. A dry run answers the plan.")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = TaskView.class)))
    ResponseEntity<?> begin(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable RollingBody body,
            @RequestParam(required = false) @Nullable String wait,
            DryRunRequest<RollingPlan> dryRun,
            Caller caller) {
        var said = body == null ? RollingBody.NOTHING : body;
        var note = said.drain().checked().note();
        var check = new InputCheck();
        var order = order(said, check);
        var action = check.choice("action", said.action, RollingAction.class, RollingAction.NONE);
        var settings = new RollingSettings(
                action,
                said.maxHostsOut == null ? 1 : check.range("maxHostsOut", said.maxHostsOut, 1, MOST_OUT),
                said.healthSeconds == null
                        ? USUAL_HEALTH_SECONDS
                        : check.range("healthSeconds", said.healthSeconds, 1, LONGEST_HEALTH_SECONDS),
                check.choice("bringHome", said.bringHome, BringHome.class, BringHome.IF_BETTER),
                said.drain().terms(check),
                note,
                Boolean.TRUE.equals(said.ignoreHaCoverage),
                hook(said, action, check));
        check.done();
        var cluster = new ClusterId(id);
        return dryRun.wanted()
                ? ResponseEntity.ok(HostMaintenanceController.tried(
                        () -> requests.consider(cluster, order, settings), _ -> List.of()))
                : answers.answer(requests.begin(cluster, order, settings, caller.name()), wait);
    }

    /** No path, no word for a shell: the host looks for exactly this file. */
    private static RollingSettings.@Nullable Hook hook(RollingBody said, RollingAction action, InputCheck check) {
        var name = said.hook;
        if (action != RollingAction.HOOK) {
            check.require(name == null, "hook", "A hook is only run with the action HOOK.");
            check.require(said.hookSeconds == null, "hookSeconds", "A hook is only run with the action HOOK.");
            return null;
        }
        check.require(
                name != null && HOOK_NAME.matcher(name).matches(),
                "hook",
                "A hook's name is 1 to 63 of a-z 0-9 and -, and begins with a letter or digit.");
        var seconds = said.hookSeconds == null
                ? USUAL_HOOK_SECONDS
                : check.range("hookSeconds", said.hookSeconds, 1, LONGEST_HOOK_SECONDS);
        return new RollingSettings.Hook(name == null ? "" : name, seconds);
    }

    private static Order order(RollingBody said, InputCheck check) {
        var hosts = new ArrayList<HostId>();
        if (said.hostIds != null) {
            check.require(
                    said.hostIds.size() <= MOST_HOSTS,
                    "hostIds",
                    "There are %d hosts; at most %d are taken.".formatted(said.hostIds.size(), MOST_HOSTS));
            check.require(
                    !said.hostIds.isEmpty(),
                    "hostIds",
                    "The list is empty. Name the hosts that take part; without the field all hosts of the cluster do.");
            said.hostIds.stream().limit(MOST_HOSTS).forEach(host -> hosts.add(check.id("hostIds", host, HostId::new)));
        }
        return new Order(hosts, check.optionalId("canaryHostId", said.canaryHostId, HostId::new));
    }

    @GetMapping("/api/v1/clusters/{id}/rolling-maintenances")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "listRollingMaintenances",
            summary = "Rolling maintenances of a cluster, the newest first, with their hosts")
    Page<RollingView> list(@PathVariable UUID id, PageRequest page, Caller caller) {
        return views.list(new ClusterId(id), page, caller::may);
    }

    @GetMapping("/api/v1/rolling-maintenances/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getRollingMaintenance", summary = "One rolling maintenance with its hosts")
    RollingView get(@PathVariable UUID id, Caller caller) {
        return views.find(id, caller::may).orElseThrow(() -> RollingRequests.notFound(id));
    }

    @PostMapping("/api/v1/rolling-maintenances/{id}/actions/pause")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(operationId = "pauseRollingMaintenance", summary = "Begin with no further host")
    RollingView pause(@PathVariable UUID id, Caller caller) {
        controls.pause(id);
        return get(id, caller);
    }

    @PostMapping("/api/v1/rolling-maintenances/{id}/actions/resume")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(
            operationId = "resumeRollingMaintenance",
            summary = "Go on after a pause or a failure; hosts that failed are tried again, or left out")
    RollingView resume(@PathVariable UUID id, @RequestBody(required = false) @Nullable ResumeBody body, Caller caller) {
        controls.resume(id, body != null && Boolean.TRUE.equals(body.skipFailed));
        return get(id, caller);
    }

    @PostMapping("/api/v1/rolling-maintenances/{id}/actions/cancel")
    @RequiresPermission(Permission.HOST_MAINTAIN)
    @Operation(operationId = "cancelRollingMaintenance", summary = "Call it off; hosts that are out come back into use")
    RollingView cancel(@PathVariable UUID id, Caller caller) {
        controls.cancel(id, caller.name());
        return get(id, caller);
    }
}
