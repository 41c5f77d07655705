package io.atoll.manager.drs.web;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.drs.internal.DrsRequests;
import io.atoll.manager.drs.internal.DrsViews;
import io.atoll.manager.drs.internal.RecommendationViews;
import io.atoll.manager.drs.internal.RecommendationViews.View;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
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

/** What DRS recommends, and did. */
@RestController
@Tag(name = "drs")
class RecommendationController {
    private static final String ONE = "/api/v1/clusters/{id}/drs/recommendations/{recommendationId}";

    private final DrsRequests requests;
    private final DrsViews clusters;
    private final RecommendationViews views;
    private final TaskAnswers answers;

    RecommendationController(DrsRequests requests, DrsViews clusters, RecommendationViews views, TaskAnswers answers) {
        this.requests = requests;
        this.clusters = clusters;
        this.views = views;
        this.answers = answers;
    }

    record SnoozeRequest(@Nullable Integer hours) {}

    @GetMapping("/api/v1/clusters/{id}/drs/recommendations")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "listDrsRecommendations",
            summary = "What DRS recommends and did, newest first, with reasons, cost, and whether it helped")
    Page<View> list(@PathVariable UUID id, PageRequest page, Caller caller) {
        clusters.of(new ClusterId(id));
        return views.list(new ClusterId(id), page, caller::may);
    }

    @GetMapping(ONE)
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getDrsRecommendation", summary = "One recommendation")
    View get(@PathVariable UUID id, @PathVariable UUID recommendationId, Caller caller) {
        return found(id, recommendationId, caller);
    }

    @PostMapping(ONE + "/actions/accept")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(
            operationId = "acceptDrsRecommendation",
            summary = "Carry it out, with those before it in the plan without which it cannot be")
    ResponseEntity<TaskView> accept(
            @PathVariable UUID id,
            @PathVariable UUID recommendationId,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(requests.accept(new ClusterId(id), recommendationId, caller), wait);
    }

    @PostMapping(ONE + "/actions/snooze")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "snoozeDrsRecommendation", summary = "Leave the VM where it is for some hours")
    View snooze(
            @PathVariable UUID id,
            @PathVariable UUID recommendationId,
            @RequestBody SnoozeRequest request,
            Caller caller) {
        requests.snooze(new ClusterId(id), recommendationId, request.hours, caller);
        return found(id, recommendationId, caller);
    }

    @PostMapping(ONE + "/actions/never-move")
    @RequiresPermission(Permission.VM_OPERATE)
    @Operation(operationId = "neverMoveByDrs", summary = "Never move this VM by DRS")
    View neverMove(@PathVariable UUID id, @PathVariable UUID recommendationId, Caller caller) {
        requests.neverMove(new ClusterId(id), recommendationId, caller);
        return found(id, recommendationId, caller);
    }

    private View found(UUID cluster, UUID recommendation, Caller caller) {
        return views.find(recommendation, caller::may)
                .filter(view -> view.clusterId().equals(cluster))
                .orElseThrow(() -> DrsRequests.notFound(new ClusterId(cluster), recommendation));
    }
}
