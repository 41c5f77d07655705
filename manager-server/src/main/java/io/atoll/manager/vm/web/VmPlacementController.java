package io.atoll.manager.vm.web;

import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.vm.internal.VmPlacements;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why a VM is where it is. */
@RestController
@Tag(name = "vms")
class VmPlacementController {
    private final VmPlacements placements;

    VmPlacementController(VmPlacements placements) {
        this.placements = placements;
    }

    @GetMapping("/api/v1/vms/{id}/placement")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getVmPlacement",
            summary = "Why a VM is where it is; with host, why it is not on that one, as things are now")
    VmPlacements.View placement(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID host) {
        return placements.of(new VmId(id), host == null ? null : new HostId(host));
    }
}
