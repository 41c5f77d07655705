package io.atoll.manager.resourcepool.web;

import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.resourcepool.internal.enforce.VmResourcesViews;
import io.atoll.manager.resourcepool.internal.enforce.VmResourcesViews.VmResourcesView;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What VMs are entitled to. */
@RestController
@Tag(name = "resource pools")
class VmResourcesController {
    private final VmResourcesViews views;

    VmResourcesController(VmResourcesViews views) {
        this.views = views;
    }

    @GetMapping("/api/v1/vms/{id}/resources")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getVmResources",
            summary = "What a VM is entitled to now, and whether its host does anything about it")
    VmResourcesView resources(@PathVariable UUID id) {
        return views.of(new VmId(id));
    }
}
