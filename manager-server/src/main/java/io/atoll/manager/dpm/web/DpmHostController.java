package io.atoll.manager.dpm.web;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.dpm.internal.DpmHostViews;
import io.atoll.manager.dpm.internal.DpmRequests;
import io.atoll.manager.dpm.internal.DpmViews;
import io.atoll.manager.dpm.internal.book.DpmRecommendation;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts as power saving sees them, and what it recommends of them. */
@RestController
@Tag(name = "dpm")
class DpmHostController {
    private static final String RECOMMENDATION = "/api/v1/clusters/{id}/dpm/recommendations/{recommendationId}";

    private final DpmHostViews hosts;
    private final DpmViews views;
    private final DpmRequests requests;
    private final TaskAnswers answers;

    DpmHostController(DpmHostViews hosts, DpmViews views, DpmRequests requests, TaskAnswers answers) {
        this.hosts = hosts;
        this.views = views;
        this.requests = requests;
        this.answers = answers;
    }

    @GetMapping("/api/v1/clusters/{id}/dpm/hosts")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listDpmHosts", summary = "Which host sleeps, and why each of the others does not")
    List<DpmHostViews.View> hosts(@PathVariable UUID id, Caller caller) {
        views.requireThere(new ClusterId(id));
        return hosts.of(new ClusterId(id), caller::may);
    }

    @PostMapping("/api/v1/clusters/{id}/dpm/hosts/{hostId}/actions/wake")
    @RequiresPermission(Permission.HOST_POWER)
    @Operation(operationId = "wakeDpmHost", summary = "Wake a host that sleeps, or let one be that is being emptied")
    ResponseEntity<TaskView> wake(
            @PathVariable UUID id,
            @PathVariable UUID hostId,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(requests.wake(new ClusterId(id), new HostId(hostId), caller), wait);
    }

    @GetMapping("/api/v1/clusters/{id}/dpm/recommendations")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listDpmRecommendations", summary = "What power saving recommends, newest first")
    Page<DpmRecommendation> recommendations(@PathVariable UUID id, PageRequest page) {
        return views.recommendations(new ClusterId(id), page);
    }

    @GetMapping(RECOMMENDATION)
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getDpmRecommendation", summary = "One recommendation")
    DpmRecommendation recommendation(@PathVariable UUID id, @PathVariable UUID recommendationId) {
        return requests.find(new ClusterId(id), recommendationId);
    }

    @PostMapping(RECOMMENDATION + "/actions/accept")
    @RequiresPermission(Permission.HOST_POWER)
    @Operation(operationId = "acceptDpmRecommendation", summary = "Park or wake the host, as recommended")
    ResponseEntity<TaskView> accept(
            @PathVariable UUID id,
            @PathVariable UUID recommendationId,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(requests.accept(new ClusterId(id), recommendationId, caller), wait);
    }
}
