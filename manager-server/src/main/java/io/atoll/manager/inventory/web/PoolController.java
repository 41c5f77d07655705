package io.atoll.manager.inventory.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.inventory.internal.pool.PoolService;
import io.atoll.manager.inventory.internal.view.PoolViews;
import io.atoll.manager.inventory.internal.view.PoolViews.Spec;
import io.atoll.manager.inventory.internal.view.PoolViews.Status;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskAnswers;
import io.atoll.manager.task.TaskView;
import io.atoll.model.ClusterId;
import io.atoll.model.PoolId;
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

/** Storage pools. */
@RestController
@Tag(name = "pools")
class PoolController {
    private final PoolService pools;
    private final PoolViews views;
    private final TaskAnswers answers;

    PoolController(PoolService pools, PoolViews views, TaskAnswers answers) {
        this.pools = pools;
        this.views = views;
        this.answers = answers;
    }

    record SpecRequest(
            @Nullable String clusterId,
            @Nullable String description,
            @Nullable String type,
            @Nullable String path) {
        static final SpecRequest NOTHING = new SpecRequest(null, null, null, null);
    }

    record PoolRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecRequest spec) {
        SpecRequest said() {
            return spec == null ? SpecRequest.NOTHING : spec;
        }

        NamingPatch naming() {
            return new NamingPatch(name, labels, said().description);
        }
    }

    /** A pool and the task that makes it. */
    record PoolAndTask(@Nullable ObjectView<Spec, Status> pool, TaskView task) {}

    @GetMapping("/api/v1/pools")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listPools", summary = "All storage pools")
    Page<ObjectView<Spec, Status>> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/pools/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getPool", summary = "One storage pool")
    ObjectView<Spec, Status> get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/pools")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "createPool", summary = "Make a storage pool of a directory all hosts share")
    ResponseEntity<PoolAndTask> create(
            @RequestBody PoolRequest request, @RequestParam(required = false) @Nullable String wait, Caller caller) {
        var check = new InputCheck();
        var cluster = check.id("spec.clusterId", request.said().clusterId, ClusterId::new);
        check.done();
        var submitted =
                pools.create(cluster, request.naming(), request.said().type, request.said().path, caller.name());
        return answers.answer(
                submitted.task(),
                wait,
                task -> new PoolAndTask(
                        views.find(submitted.pool(), caller::may).orElse(null), task));
    }

    @PatchMapping("/api/v1/pools/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updatePool", summary = "Name or label a storage pool")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody PoolRequest request,
            Caller caller) {
        var before = found(id, caller);
        var spec = request.said();
        Clusters.requireUnchanged(spec.clusterId, before.spec().clusterId());
        if ((spec.path != null && !spec.path.equals(before.spec().path()))
                || (spec.type != null && !spec.type.equals(before.spec().type().name()))) {
            throw AtollException.invalid("spec.path", "A pool stays where it is; make a new one instead.");
        }
        pools.rename(new PoolId(id), new IfMatch(ifMatch), request.naming());
        return found(id, caller);
    }

    @DeleteMapping("/api/v1/pools/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "deletePool", summary = "Forget an empty storage pool; its directory stays")
    ResponseEntity<TaskView> delete(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable String wait,
            Caller caller) {
        return answers.answer(
                pools.delete(new PoolId(id), new IfMatch(ifMatch), caller.name())
                        .task(),
                wait);
    }

    private ObjectView<Spec, Status> found(UUID id, Caller caller) {
        return views.find(new PoolId(id), caller::may)
                .orElseThrow(() ->
                        new AtollException(ErrorCode.POOL_NOT_FOUND, "There is no storage pool %s.".formatted(id)));
    }
}
