package io.atoll.manager.simulation.web;

import io.atoll.manager.api.OutsideTransaction;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.simulation.internal.SimulationDraft;
import io.atoll.manager.simulation.internal.Simulations;
import io.atoll.manager.simulation.internal.study.SimulationFindings;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What would be if. */
@RestController
@Tag(name = "simulations")
class SimulationController {
    private final Simulations simulations;

    SimulationController(Simulations simulations) {
        this.simulations = simulations;
    }

    @PostMapping("/api/v1/clusters/{id}/simulations")
    @RequiresPermission(Permission.INVENTORY_READ)
    @OutsideTransaction(because = "the scheduler may think for seconds")
    @Operation(
            operationId = "simulateCluster",
            summary = "What would become of a cluster if hosts were lost or added, VMs added, rules or limits changed",
            description =
                    "Nothing is changed, locked or kept. A search that takes too long ends with what it has, and the answer says so.")
    SimulationFindings simulate(@PathVariable UUID id, @RequestBody SimulationDraft request) {
        return simulations.of(new ClusterId(id), request);
    }
}
