package io.atoll.manager.inventory.web;

import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.inventory.internal.cpu.ClusterCpu;
import io.atoll.manager.inventory.internal.cpu.CpuBaselineView;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The CPU that guests of a cluster see. */
@RestController
@Tag(name = "clusters")
class ClusterCpuController {
    private final ClusterCpu cpu;

    ClusterCpuController(ClusterCpu cpu) {
        this.cpu = cpu;
    }

    @GetMapping("/api/v1/clusters/{id}/cpu-baseline")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getClusterCpuBaseline",
            summary = "The CPU that guests of a cluster see, and what each host takes away from it")
    CpuBaselineView get(@PathVariable UUID id) {
        return cpu.view(new ClusterId(id));
    }
}
