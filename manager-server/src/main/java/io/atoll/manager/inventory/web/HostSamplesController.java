package io.atoll.manager.inventory.web;

import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.metrics.SampleChart;
import io.atoll.manager.metrics.SampleCharts;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What hosts used. */
@RestController
@Tag(name = "hosts")
class HostSamplesController {
    private final Inventory inventory;
    private final SampleCharts charts;

    HostSamplesController(Inventory inventory, SampleCharts charts) {
        this.inventory = inventory;
        this.charts = charts;
    }

    @GetMapping("/api/v1/hosts/{id}/samples")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getHostSamples",
            summary = "What a host used over a time",
            description = SampleCharts.PARAMETERS)
    SampleChart samples(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String resolution) {
        var host = inventory
                .host(new HostId(id))
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
        return charts.host(host.id(), new SampleCharts.Range(from, to, resolution));
    }
}
