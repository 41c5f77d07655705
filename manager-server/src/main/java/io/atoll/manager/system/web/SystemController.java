package io.atoll.manager.system.web;

import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.Public;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.identity.SetupState;
import io.atoll.manager.platform.BuildInfo;
import io.atoll.manager.platform.HealthCheck;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The manager about itself. */
@RestController
@Tag(name = "system")
class SystemController {
    private static final MediaType PROMETHEUS_TEXT = MediaType.parseMediaType("text/plain;version=0.0.4;charset=UTF-8");

    private final BuildInfo build;
    private final SetupState setup;
    private final List<HealthCheck> checks;
    private final PrometheusMeterRegistry metrics;

    SystemController(BuildInfo build, SetupState setup, List<HealthCheck> checks, PrometheusMeterRegistry metrics) {
        this.build = build;
        this.setup = setup;
        this.checks = checks;
        this.metrics = metrics;
    }

    /** What anybody may know. */
    record Info(String name, String version, boolean setupRequired, String apiVersion) {}

    /** How the manager and the parts it stands on are. */
    record HealthView(Status status, List<Check> checks) {
        /** One part. */
        record Check(String name, Status status, String detail) {}
    }

    /** DEGRADED: requests are served, but something is missing. */
    enum Status {
        UP,
        DEGRADED,
        DOWN
    }

    /** For probes, which get no more than this. */
    record Probe(Status status) {}

    @GetMapping("/api/v1/info")
    @Public(because = "the log-in page needs it: name, version, and whether there is an administrator yet")
    @Operation(
            operationId = "getInfo",
            summary = "Name and version, and whether the first administrator is still missing")
    Info info() {
        return new Info("Atoll", build.version(), setup.required(), "v1");
    }

    @GetMapping("/api/v1/health")
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "getHealth", summary = "How this manager and the parts it stands on are")
    HealthView health() {
        boolean degraded = false;
        boolean down = false;
        var views = new java.util.ArrayList<HealthView.Check>();
        for (HealthCheck check : checks) {
            var health = check.check();
            views.add(new HealthView.Check(check.name(), health.up() ? Status.UP : Status.DOWN, health.detail()));
            degraded |= !health.up();
            down |= !health.up() && check.essential();
        }
        Status overall = degraded ? Status.DEGRADED : Status.UP;
        return new HealthView(down ? Status.DOWN : overall, List.copyOf(views));
    }

    @GetMapping("/livez")
    @Public(because = "a supervisor without credentials asks whether the process lives; the answer says nothing else")
    @Hidden
    Probe live() {
        return new Probe(Status.UP);
    }

    @GetMapping("/readyz")
    @Public(because = "a load balancer without credentials asks whether to send requests; the answer says nothing else")
    @Hidden
    ResponseEntity<Probe> ready() {
        boolean ready = checks.stream()
                .filter(HealthCheck::essential)
                .allMatch(check -> check.check().up());
        return ResponseEntity.status(ready ? 200 : 503).body(new Probe(ready ? Status.UP : Status.DOWN));
    }

    @GetMapping("/metrics")
    @RequiresPermission(Permission.INFO_READ)
    @Hidden
    ResponseEntity<String> metrics() {
        return ResponseEntity.ok().contentType(PROMETHEUS_TEXT).body(metrics.scrape());
    }

    @GetMapping("/api/v1/openapi.json")
    @RequiresPermission(Permission.INFO_READ)
    @Operation(operationId = "getOpenApi", summary = "This description")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "object")))
    ResponseEntity<Resource> openApi() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ClassPathResource("io/atoll/manager/system/openapi.json"));
    }
}
