package io.atoll.manager.power.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.power.internal.PowerModels;
import io.atoll.manager.power.internal.PowerViews.HostDrawView;
import io.atoll.manager.power.internal.draw.WattsByLoad;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What a host draws, and what somebody says that it draws. */
@RestController
@Tag(name = "hosts")
class HostPowerModelController {
    private final PowerModels models;

    HostPowerModelController(PowerModels models) {
        this.models = models;
    }

    record PowerModelRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Integer idleWatts,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Integer fullWatts) {}

    @GetMapping("/api/v1/hosts/{id}/power/model")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getHostPowerModel", summary = "What a host draws now, and from where that is known")
    ResponseEntity<HostDrawView> get(@PathVariable UUID id) {
        return tagged(models.view(new HostId(id)));
    }

    @PutMapping("/api/v1/hosts/{id}/power/model")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(
            operationId = "setHostPowerModel",
            summary = "Say what a host draws idle and full, for where no management controller measures it")
    ResponseEntity<HostDrawView> put(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody PowerModelRequest request) {
        var check = new InputCheck();
        int idle =
                check.range("idleWatts", check.present("idleWatts", request.idleWatts, 0), 0, WattsByLoad.MOST_WATTS);
        int full = check.range(
                "fullWatts", check.present("fullWatts", request.fullWatts, idle), 0, WattsByLoad.MOST_WATTS);
        check.require(
                idle <= full,
                "fullWatts",
                "fullWatts is %d; it must not be less than idleWatts (%d).".formatted(full, idle));
        check.done();
        var match = ifMatch == null ? null : new IfMatch(ifMatch);
        return tagged(models.set(new HostId(id), match, idle, full));
    }

    @DeleteMapping("/api/v1/hosts/{id}/power/model")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "deleteHostPowerModel", summary = "Forget what somebody said that a host draws")
    ResponseEntity<Void> delete(
            @PathVariable UUID id, @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        models.forget(new HostId(id), new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<HostDrawView> tagged(HostDrawView view) {
        return ResponseEntity.ok()
                .header(HttpHeaders.ETAG, IfMatch.etag(view.revision()))
                .body(view);
    }
}
