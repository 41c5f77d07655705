package io.atoll.manager.vm.web;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.metrics.SampleChart;
import io.atoll.manager.metrics.SampleCharts;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.vm.internal.VmActionPolicy;
import io.atoll.manager.vm.internal.view.VmViews;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What VMs used. */
@RestController
@Tag(name = "vms")
class VmSamplesController {
    private final VmViews views;
    private final SampleCharts charts;

    VmSamplesController(VmViews views, SampleCharts charts) {
        this.views = views;
        this.charts = charts;
    }

    @GetMapping("/api/v1/vms/{id}/samples")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getVmSamples",
            summary = "What a VM used over a time",
            description = SampleCharts.PARAMETERS)
    SampleChart samples(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String resolution,
            Caller caller) {
        if (views.find(new VmId(id), VmActionPolicy.of(caller)).isEmpty()) {
            throw new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM %s.".formatted(id));
        }
        return charts.vm(new VmId(id), new SampleCharts.Range(from, to, resolution));
    }
}
