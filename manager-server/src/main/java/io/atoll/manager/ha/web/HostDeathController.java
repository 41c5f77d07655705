package io.atoll.manager.ha.web;

import io.atoll.manager.api.DryRun;
import io.atoll.manager.api.DryRun.Violation;
import io.atoll.manager.api.DryRunRequest;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.ha.internal.DeathCertificates;
import io.atoll.manager.ha.internal.HaForecasts;
import io.atoll.manager.ha.internal.HaForecasts.ForecastView;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Somebody's word that a host is off. */
@RestController
@Tag(name = "ha")
class HostDeathController {
    private static final int LONGEST_NOTE_CHARS = 1_000;

    private final DeathCertificates certificates;
    private final HaForecasts forecasts;

    HostDeathController(DeathCertificates certificates, HaForecasts forecasts) {
        this.certificates = certificates;
        this.forecasts = forecasts;
    }

    record DeathRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String hostName,

            @Nullable String note) {}

    @PostMapping("/api/v1/hosts/{id}/actions/confirm-dead")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(
            operationId = "confirmHostDead",
            summary = "Give one's word that a host is switched off, so that HA restarts its VMs without another proof",
            description =
                    "Needed where time is none: more hosts are silent than the storm guard allows, or a host's slots cannot "
                            + "be read. It ends with the host's next beat. The answer lists what is restarted. Where HA has taken the host "
                            + "over already it is refused with HOST_WRONG_STATE, which says when that was and by which proof.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ForecastView.class)))
    ResponseEntity<?> confirm(
            @PathVariable UUID id,
            @RequestBody DeathRequest request,
            DryRunRequest<ForecastView> dryRun,
            HttpServletRequest http,
            Caller caller) {
        var check = new InputCheck();
        var name = check.present("hostName", request.hostName, "");
        var note = request.note == null ? "" : check.text("note", request.note, LONGEST_NOTE_CHARS);
        check.done();
        if (dryRun.wanted()) {
            return ResponseEntity.ok(considered(id, name, DeathInquiry.agentAnswers(http)));
        }
        var host = certificates.require(new HostId(id), name, DeathInquiry.agentAnswers(http));
        var forecast = forecasts.ifDied(host.clusterId(), host.id());
        certificates.confirm(host, note, caller);
        return ResponseEntity.ok(forecast);
    }

    /** What is wrong with the input is an error here too; the state of things is a violation. */
    private DryRun<ForecastView> considered(UUID id, String name, boolean agentAnswers) {
        try {
            var host = certificates.require(new HostId(id), name, agentAnswers);
            return new DryRun<>(true, List.of(), forecasts.ifDied(host.clusterId(), host.id()));
        } catch (AtollException e) {
            if (e.code().status() != 409) {
                throw e;
            }
            var violation = new Violation(e.code().name(), String.valueOf(e.getMessage()), e.causes());
            return new DryRun<>(false, List.of(violation), null);
        }
    }
}
