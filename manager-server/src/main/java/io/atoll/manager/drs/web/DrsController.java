package io.atoll.manager.drs.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.drs.internal.DrsRequests;
import io.atoll.manager.drs.internal.DrsSettingsChanges;
import io.atoll.manager.drs.internal.DrsSettingsChanges.SettingsPatch;
import io.atoll.manager.drs.internal.DrsViews;
import io.atoll.manager.drs.internal.DrsViews.RoundView;
import io.atoll.manager.drs.internal.DrsViews.View;
import io.atoll.manager.drs.internal.ExclusionStore;
import io.atoll.manager.drs.internal.replay.Replays;
import io.atoll.manager.drs.internal.round.DrsRounds;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Balancing of a cluster. */
@RestController
@Tag(name = "drs")
class DrsController {
    private final DrsSettingsChanges settings;
    private final DrsRequests requests;
    private final DrsViews views;
    private final DrsRounds rounds;
    private final ExclusionStore exclusions;
    private final Replays replays;
    private final TaskAnswers answers;

    DrsController(
            DrsSettingsChanges settings,
            DrsRequests requests,
            DrsViews views,
            DrsRounds rounds,
            ExclusionStore exclusions,
            Replays replays,
            TaskAnswers answers) {
        this.settings = settings;
        this.requests = requests;
        this.views = views;
        this.rounds = rounds;
        this.exclusions = exclusions;
        this.replays = replays;
        this.answers = answers;
    }

    record SpecRequest(
            @Schema(allowableValues = {"OFF", "RECOMMEND", "APPLY"}) @Nullable
            String mode,

            @Nullable Integer level,
            @Nullable Integer coolDownMinutes,
            @Nullable Integer patienceMinutes) {}

    /** The last days at one level, or at all of them; null: seven days, all levels. */
    record ReplayRequest(@Nullable Integer days, @Nullable Integer level) {}

    record DrsRequest(@Nullable SpecRequest spec) {
        SettingsPatch patch() {
            return spec == null
                    ? new SettingsPatch(null, null, null, null)
                    : new SettingsPatch(spec.mode, spec.level, spec.coolDownMinutes, spec.patienceMinutes);
        }
    }

    @GetMapping("/api/v1/clusters/{id}/drs")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getDrs", summary = "How a cluster is balanced, and what the last round found")
    View get(@PathVariable UUID id) {
        return views.of(new ClusterId(id));
    }

    @PatchMapping("/api/v1/clusters/{id}/drs")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateDrs", summary = "Set how a cluster is balanced")
    View update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody DrsRequest request) {
        settings.change(new ClusterId(id), new IfMatch(ifMatch), request.patch());
        return views.of(new ClusterId(id));
    }

    @GetMapping("/api/v1/clusters/{id}/drs/rounds")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listDrsRounds", summary = "What each round found, newest first: imbalance over time")
    Page<RoundView> rounds(@PathVariable UUID id, PageRequest page) {
        return views.rounds(new ClusterId(id), page);
    }

    @PostMapping("/api/v1/clusters/{id}/drs/actions/run")
    @RequiresPermission(Permission.VM_OPERATE)
    @OutsideTransaction(because = "the scheduler may think for seconds")
    @Operation(operationId = "runDrs", summary = "Look at the cluster now instead of at the next full minute")
    View run(@PathVariable UUID id) {
        var cluster = new ClusterId(id);
        views.of(cluster);
        rounds.lookNow(cluster);
        return views.of(cluster);
    }

    @PostMapping("/api/v1/clusters/{id}/drs/actions/accept-all")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "acceptAllDrsRecommendations", summary = "Carry out all that is recommended now")
    ResponseEntity<TaskView> acceptAll(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(requests.acceptAll(new ClusterId(id), caller), wait);
    }

    @PostMapping("/api/v1/clusters/{id}/drs/replays")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(
            operationId = "replayDrs",
            summary = "What each level would have done with the load of the last days; the task's result says it")
    ResponseEntity<TaskView> replay(
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable ReplayRequest request,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        var wanted = request == null ? new ReplayRequest(null, null) : request;
        return answers.answer(replays.begin(new ClusterId(id), wanted.days, wanted.level, caller), wait);
    }

    @GetMapping("/api/v1/clusters/{id}/drs/exclusions")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listDrsExclusions", summary = "VMs that DRS never moves")
    List<ExclusionStore.View> exclusions(@PathVariable UUID id) {
        views.of(new ClusterId(id));
        return exclusions.of(new ClusterId(id));
    }

    @PutMapping("/api/v1/clusters/{id}/drs/exclusions/{vmId}")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "excludeFromDrs", summary = "Never move this VM by DRS")
    ResponseEntity<Void> exclude(@PathVariable UUID id, @PathVariable UUID vmId, Caller caller) {
        requests.exclude(new ClusterId(id), new VmId(vmId), caller);
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/api/v1/clusters/{id}/drs/exclusions/{vmId}")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "includeInDrs", summary = "Let DRS move this VM again")
    ResponseEntity<Void> include(@PathVariable UUID id, @PathVariable UUID vmId) {
        requests.include(new ClusterId(id), new VmId(vmId));
        return ResponseEntity.noContent().build();
    }
}
