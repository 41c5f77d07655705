package io.atoll.manager.ha.web;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.ha.internal.IncidentViews;
import io.atoll.manager.ha.internal.IncidentViews.IncidentView;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What HA did. */
@RestController
@Tag(name = "ha")
class IncidentController {
    private final IncidentViews views;

    IncidentController(IncidentViews views) {
        this.views = views;
    }

    @GetMapping("/api/v1/ha-incidents")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listHaIncidents", summary = "What HA did, the newest first, without the timelines")
    Page<IncidentView> list(PageRequest page) {
        return views.list(page);
    }

    @GetMapping("/api/v1/ha-incidents/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getHaIncident", summary = "One incident with its timeline")
    IncidentView get(@PathVariable UUID id) {
        return views.find(id)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HA_INCIDENT_NOT_FOUND, "There is no HA incident %s.".formatted(id)));
    }
}
