package io.atoll.manager.inventory.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.inventory.internal.ClusterHaDraft;
import io.atoll.manager.inventory.internal.ClusterService;
import io.atoll.manager.inventory.internal.view.ClusterViews;
import io.atoll.manager.inventory.internal.view.ClusterViews.Spec;
import io.atoll.manager.inventory.internal.view.ClusterViews.Status;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
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
import org.springframework.web.bind.annotation.RestController;

/** Clusters. */
@RestController
@Tag(name = "clusters")
class ClusterController {
    private final ClusterService clusters;
    private final ClusterViews views;

    ClusterController(ClusterService clusters, ClusterViews views) {
        this.clusters = clusters;
        this.views = views;
    }

    record SpecRequest(
            @Nullable String description,
            @Nullable String cpuBaseline,
            @Nullable Double cpuOvercommitRatio,
            @Nullable ClusterHaDraft ha) {
        static final SpecRequest NOTHING = new SpecRequest(null, null, null, null);
    }

    record ClusterRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecRequest spec) {
        SpecRequest said() {
            return spec == null ? SpecRequest.NOTHING : spec;
        }
    }

    @GetMapping("/api/v1/clusters")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listClusters", summary = "All clusters")
    Page<ObjectView<Spec, Status>> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/clusters/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getCluster", summary = "One cluster")
    ObjectView<Spec, Status> get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/clusters")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "createCluster", summary = "Make a cluster")
    ResponseEntity<ObjectView<Spec, Status>> create(@RequestBody ClusterRequest request, Caller caller) {
        var spec = request.said();
        var id = clusters.create(new ClusterService.Draft(
                request.name, request.labels, spec.description, spec.cpuBaseline, spec.cpuOvercommitRatio, spec.ha));
        return ResponseEntity.created(URI.create("/api/v1/clusters/" + id)).body(found(id.value(), caller));
    }

    @PatchMapping("/api/v1/clusters/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateCluster", summary = "Change a cluster")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ClusterRequest request,
            Caller caller) {
        var spec = request.said();
        clusters.change(
                new ClusterId(id),
                new IfMatch(ifMatch),
                new NamingPatch(request.name, request.labels, spec.description),
                spec.cpuBaseline,
                spec.cpuOvercommitRatio,
                spec.ha);
        return found(id, caller);
    }

    @DeleteMapping("/api/v1/clusters/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "deleteCluster", summary = "Delete an empty cluster")
    ResponseEntity<Void> delete(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            Caller caller) {
        clusters.delete(new ClusterId(id), new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private ObjectView<Spec, Status> found(UUID id, Caller caller) {
        return views.find(new ClusterId(id), caller::may)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
    }
}
