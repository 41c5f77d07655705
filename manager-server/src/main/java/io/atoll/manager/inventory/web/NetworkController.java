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
import io.atoll.manager.inventory.internal.network.NetworkDraft;
import io.atoll.manager.inventory.internal.network.NetworkService;
import io.atoll.manager.inventory.internal.view.NetworkViews;
import io.atoll.manager.inventory.internal.view.NetworkViews.Spec;
import io.atoll.manager.inventory.internal.view.NetworkViews.Status;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.NetworkId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
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

/** Networks. */
@RestController
@Tag(name = "networks")
class NetworkController {
    private final NetworkService networks;
    private final NetworkViews views;

    NetworkController(NetworkService networks, NetworkViews views) {
        this.networks = networks;
        this.views = views;
    }

    record SpecRequest(
            @Nullable String clusterId,
            @Nullable String description,
            @Nullable Integer vlan,
            @Nullable Integer mtuBytes,
            @Nullable String subnetCidr,
            @Nullable String gateway,
            @Nullable List<@Nullable String> dnsServers,
            @Nullable String addressing,
            @Nullable String rangeStart,
            @Nullable String rangeEnd,
            @Nullable Boolean antiSpoofing) {
        NetworkDraft draft() {
            return new NetworkDraft(
                    vlan, mtuBytes, subnetCidr, gateway, dnsServers, addressing, rangeStart, rangeEnd, antiSpoofing);
        }
    }

    record NetworkRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecRequest spec) {
        SpecRequest said() {
            return spec == null
                    ? new SpecRequest(null, null, null, null, null, null, null, null, null, null, null)
                    : spec;
        }

        NamingPatch naming() {
            return new NamingPatch(name, labels, said().description);
        }
    }

    @GetMapping("/api/v1/networks")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listNetworks", summary = "All networks")
    Page<ObjectView<Spec, Status>> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/networks/{id}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getNetwork", summary = "One network")
    ObjectView<Spec, Status> get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/networks")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "createNetwork", summary = "Make a network on all hosts of a cluster")
    ResponseEntity<ObjectView<Spec, Status>> create(@RequestBody NetworkRequest request, Caller caller) {
        var check = new InputCheck();
        var cluster = check.id("spec.clusterId", request.said().clusterId, ClusterId::new);
        check.done();
        var id = networks.create(cluster, request.naming(), request.said().draft(), caller.name());
        return ResponseEntity.created(URI.create("/api/v1/networks/" + id)).body(found(id.value(), caller));
    }

    @PatchMapping("/api/v1/networks/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateNetwork", summary = "Change a network")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NetworkRequest request,
            Caller caller) {
        var before = found(id, caller);
        Clusters.requireUnchanged(request.said().clusterId, before.spec().clusterId());
        networks.change(
                new NetworkId(id),
                new IfMatch(ifMatch),
                request.naming(),
                request.said().draft(),
                caller.name());
        return found(id, caller);
    }

    @DeleteMapping("/api/v1/networks/{id}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "deleteNetwork", summary = "Delete a network no VM uses")
    ResponseEntity<Void> delete(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            Caller caller) {
        networks.delete(new NetworkId(id), new IfMatch(ifMatch), caller.name());
        return ResponseEntity.noContent().build();
    }

    private ObjectView<Spec, Status> found(UUID id, Caller caller) {
        return views.find(new NetworkId(id), caller::may)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.NETWORK_NOT_FOUND, "There is no network %s.".formatted(id)));
    }
}
