package io.atoll.manager.ha.web;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.ha.internal.ClusterHaStates;
import io.atoll.manager.ha.internal.ClusterHaStates.StateView;
import io.atoll.manager.ha.internal.HaForecasts;
import io.atoll.manager.ha.internal.HaForecasts.ForecastView;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** HA of a cluster: how it stands, and what it would do. */
@RestController
@Tag(name = "ha")
class ClusterHaController {
    private final ClusterHaStates states;
    private final HaForecasts forecasts;

    ClusterHaController(ClusterHaStates states, HaForecasts forecasts) {
        this.states = states;
        this.forecasts = forecasts;
    }

    @GetMapping("/api/v1/clusters/{id}/ha")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getClusterHa",
            summary = "How HA stands in a cluster, and what keeps it from being effective")
    StateView state(@PathVariable UUID id) {
        return states.of(new ClusterId(id));
    }

    @GetMapping("/api/v1/clusters/{id}/ha/what-if")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "forecastHostFailure", summary = "Which VMs would be restarted where if a host died now")
    ForecastView whatIf(
            @PathVariable UUID id,
            @Parameter(required = true, description = "The id of a host of the cluster, as GET /api/v1/hosts shows it")
                    @RequestParam(required = false)
                    @Nullable
                    String hostDown) {
        var check = new InputCheck();
        var host = check.id("hostDown", hostDown, HostId::new);
        check.done();
        return forecasts.ifDied(new ClusterId(id), host);
    }
}
