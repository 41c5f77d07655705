package io.atoll.manager.resourcepool.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.resourcepool.internal.PoolDraft;
import io.atoll.manager.resourcepool.internal.PoolDraft.AmountsDraft;
import io.atoll.manager.resourcepool.internal.ResourcePoolService;
import io.atoll.manager.resourcepool.internal.ResourcePoolViews;
import io.atoll.manager.resourcepool.internal.ResourcePoolViews.Spec;
import io.atoll.manager.resourcepool.internal.ResourcePoolViews.Status;
import io.atoll.manager.resourcepool.internal.ResourcePoolViews.Whole;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
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

/** The tree of resource pools of a cluster. */
@RestController
@Tag(name = "resource pools")
class ResourcePoolController {
    private final ResourcePoolService pools;
    private final ResourcePoolViews views;

    ResourcePoolController(ResourcePoolService pools, ResourcePoolViews views) {
        this.pools = pools;
        this.views = views;
    }

    /**
     * What is wanted of a pool. A limit of 0 is none; a parent of "" is the cluster itself; shares are given as a number or as a
     * level (LOW 2000, NORMAL 4000, HIGH 8000).
     */
    record ResourcePoolSpecRequest(
            @Nullable String description,
            @Nullable String parentId,
            @Nullable Long cpuReservationMHz,
            @Nullable Long cpuLimitMHz,
            @Nullable Integer cpuShares,

            @Schema(allowableValues = {"LOW", "NORMAL", "HIGH", "CUSTOM"}) @Nullable
            String cpuSharesLevel,

            @Nullable Boolean cpuExpandable,
            @Nullable Long memoryReservationMiB,
            @Nullable Long memoryLimitMiB,
            @Nullable Integer memoryShares,

            @Schema(allowableValues = {"LOW", "NORMAL", "HIGH", "CUSTOM"}) @Nullable
            String memorySharesLevel,

            @Nullable Boolean memoryExpandable) {
        PoolDraft draft() {
            return new PoolDraft(
                    parentId,
                    new AmountsDraft(cpuReservationMHz, cpuLimitMHz, cpuShares, cpuSharesLevel, cpuExpandable),
                    new AmountsDraft(
                            memoryReservationMiB, memoryLimitMiB, memoryShares, memorySharesLevel, memoryExpandable));
        }
    }

    record ResourcePoolRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable ResourcePoolSpecRequest spec) {
        NamingPatch naming() {
            return new NamingPatch(name, labels, spec == null ? null : spec.description);
        }

        PoolDraft draft() {
            return spec == null ? PoolDraft.NOTHING : spec.draft();
        }
    }

    @GetMapping("/api/v1/clusters/{id}/resource-pools")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "listResourcePools",
            summary = "The resource pools of a cluster, what is reserved in them and what they are entitled to")
    Page<ObjectView<Spec, Status>> list(@PathVariable UUID id, PageRequest page, Caller caller) {
        return views.list(new ClusterId(id), page, caller::may);
    }

    @GetMapping("/api/v1/clusters/{id}/resources")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(
            operationId = "getClusterResources",
            summary = "The root of the tree of resource pools: what the cluster has, and what of it is reserved")
    Whole whole(@PathVariable UUID id) {
        return views.whole(new ClusterId(id));
    }

    @GetMapping("/api/v1/clusters/{id}/resource-pools/{resourcePoolId}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getResourcePool", summary = "One resource pool")
    ObjectView<Spec, Status> get(@PathVariable UUID id, @PathVariable UUID resourcePoolId, Caller caller) {
        return found(id, resourcePoolId, caller);
    }

    @PostMapping("/api/v1/clusters/{id}/resource-pools")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "createResourcePool",
            summary = "Make a resource pool; one that reserves more than its parent has left is refused")
    ResponseEntity<ObjectView<Spec, Status>> create(
            @PathVariable UUID id, @RequestBody ResourcePoolRequest request, Caller caller) {
        var pool = pools.create(new ClusterId(id), request.naming(), request.draft());
        return ResponseEntity.created(URI.create("/api/v1/clusters/%s/resource-pools/%s".formatted(id, pool)))
                .body(found(id, pool.value(), caller));
    }

    @PatchMapping("/api/v1/clusters/{id}/resource-pools/{resourcePoolId}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateResourcePool", summary = "Change a resource pool, or move it in the tree")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @PathVariable UUID resourcePoolId,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ResourcePoolRequest request,
            Caller caller) {
        pools.change(
                new ClusterId(id),
                new ResourcePoolId(resourcePoolId),
                new IfMatch(ifMatch),
                request.naming(),
                request.draft());
        return found(id, resourcePoolId, caller);
    }

    @DeleteMapping("/api/v1/clusters/{id}/resource-pools/{resourcePoolId}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "deleteResourcePool", summary = "Delete a resource pool that has no pools and VMs in it")
    ResponseEntity<Void> delete(
            @PathVariable UUID id,
            @PathVariable UUID resourcePoolId,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        pools.delete(new ClusterId(id), new ResourcePoolId(resourcePoolId), new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private ObjectView<Spec, Status> found(UUID cluster, UUID pool, Caller caller) {
        return views.find(new ClusterId(cluster), new ResourcePoolId(pool), caller::may)
                .orElseThrow(() -> ResourcePoolService.notFound(new ClusterId(cluster), new ResourcePoolId(pool)));
    }
}
