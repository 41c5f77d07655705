package io.atoll.manager.cluster.web;

import io.atoll.manager.cluster.Managers;
import io.atoll.manager.cluster.Managers.Manager;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which managers there are. */
@RestController
@Tag(name = "managers")
@RequestMapping("/api/v1/managers")
class ManagersController {
    private final Managers managers;

    ManagersController(Managers managers) {
        this.managers = managers;
    }

    /** All of them; there are never more than a few. */
    @GetMapping
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "listManagers", summary = "List the managers, and which of them leads")
    ManagerList list() {
        return new ManagerList(managers.list());
    }

    record ManagerList(List<Manager> items) {}
}
