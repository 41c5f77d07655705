package io.atoll.manager.inventory.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.inventory.internal.host.HostService;
import io.atoll.manager.inventory.internal.view.HostViews;
import io.atoll.manager.inventory.internal.view.HostViews.Spec;
import io.atoll.manager.inventory.internal.view.HostViews.Status;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.HostId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts. They come in by enrolment, not by this API. */
@RestController
@Tag(name = "hosts")
class HostController {
    private final HostService hosts;
    private final HostViews views;
    private final TaskAnswers answers;

    HostController(HostService hosts, HostViews views, TaskAnswers answers) {
        this.hosts = hosts;
        this.views = views;
        this.answers = answers;
    }

    record SpecRequest(@Nullable String description) {}

    record HostRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecRequest spec) {}

    @GetMapping("/api/v1/hosts")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listHosts", summary = "All hosts")
    Page<ObjectView<Spec, Status>> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/hosts/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getHost", summary = "One host")
    ObjectView<Spec, Status> get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PatchMapping("/api/v1/hosts/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateHost", summary = "Name or label a host")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody HostRequest request,
            Caller caller) {
        var description = request.spec == null ? null : request.spec.description;
        hosts.rename(new HostId(id), new IfMatch(ifMatch), new NamingPatch(request.name, request.labels, description));
        return found(id, caller);
    }

    @DeleteMapping("/api/v1/hosts/{id}")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "deleteHost", summary = "Remove a host without VMs, and revoke its certificates")
    ResponseEntity<Void> delete(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            Caller caller) {
        hosts.remove(new HostId(id), new IfMatch(ifMatch), caller.name());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/api/v1/hosts/{id}/actions/revoke")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "revokeHost", summary = "Revoke a host's certificates, at once")
    ResponseEntity<TaskView> revoke(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(hosts.revoke(new HostId(id), caller.name()), wait);
    }

    @PostMapping("/api/v1/hosts/{id}/actions/rotate-certificate")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "rotateHostCertificate", summary = "Give a host a fresh key and certificate")
    ResponseEntity<TaskView> rotate(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(hosts.rotateCertificate(new HostId(id), caller.name()), wait);
    }

    @PostMapping("/api/v1/hosts/{id}/actions/recheck")
    @RequiresPermission(Permission.HOST_ENROL)
    @Operation(operationId = "recheckHost", summary = "Run a host's self-checks again")
    ResponseEntity<TaskView> recheck(
            @PathVariable UUID id, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        return answers.answer(hosts.recheck(new HostId(id), caller.name()), wait);
    }

    private ObjectView<Spec, Status> found(UUID id, Caller caller) {
        return views.find(new HostId(id), caller::may)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
    }
}
