package io.atoll.manager.placement.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.placement.internal.rule.RuleDraft;
import io.atoll.manager.placement.internal.rule.RuleService;
import io.atoll.manager.placement.internal.rule.RuleViews;
import io.atoll.manager.placement.internal.rule.RuleViews.Spec;
import io.atoll.manager.placement.internal.rule.RuleViews.Status;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
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

/** Rules about where the VMs of a cluster run. */
@RestController
@Tag(name = "rules")
class RuleController {
    private final RuleService rules;
    private final RuleViews views;

    RuleController(RuleService rules, RuleViews views) {
        this.rules = rules;
        this.views = views;
    }

    record SpecRequest(
            @Nullable String description,

            @Schema(allowableValues = {"KEEP_TOGETHER", "KEEP_APART", "VM_HOST", "ZONE_SPREAD", "BLAST_RADIUS"})
            @Nullable
            String kind,

            @Schema(allowableValues = {"MUST", "SHOULD", "MUST_NOT"}) @Nullable
            String enforcement,

            @Nullable Boolean enabled,
            @Nullable List<@Nullable String> vmIds,
            @Nullable String vmSelector,
            @Nullable List<@Nullable String> hostIds,
            @Nullable String hostSelector,
            @Nullable String zoneLabel,
            @Nullable Integer maxSharePercent) {
        RuleDraft draft() {
            return new RuleDraft(
                    kind, enforcement, enabled, vmIds, vmSelector, hostIds, hostSelector, zoneLabel, maxSharePercent);
        }
    }

    record RuleRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecRequest spec) {
        NamingPatch naming() {
            return new NamingPatch(name, labels, spec == null ? null : spec.description);
        }

        RuleDraft draft() {
            return spec == null ? RuleDraft.NOTHING : spec.draft();
        }
    }

    @GetMapping("/api/v1/clusters/{id}/rules")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "listRules", summary = "The rules of a cluster, and where they do not hold now")
    Page<ObjectView<Spec, Status>> list(@PathVariable UUID id, PageRequest page, Caller caller) {
        return views.list(new ClusterId(id), page, caller::may);
    }

    @GetMapping("/api/v1/clusters/{id}/rules/{ruleId}")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getRule", summary = "One rule, with what the scheduler says of it")
    ObjectView<Spec, Status> get(@PathVariable UUID id, @PathVariable UUID ruleId, Caller caller) {
        return found(id, ruleId, caller);
    }

    @PostMapping("/api/v1/clusters/{id}/rules")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "createRule",
            summary = "Make a rule; one that cannot be met together with the others is refused")
    ResponseEntity<ObjectView<Spec, Status>> create(
            @PathVariable UUID id, @RequestBody RuleRequest request, Caller caller) {
        var rule = rules.create(new ClusterId(id), request.naming(), request.draft());
        return ResponseEntity.created(URI.create("/api/v1/clusters/%s/rules/%s".formatted(id, rule)))
                .body(found(id, rule, caller));
    }

    @PatchMapping("/api/v1/clusters/{id}/rules/{ruleId}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "updateRule", summary = "Change a rule, switch it on or off")
    ObjectView<Spec, Status> update(
            @PathVariable UUID id,
            @PathVariable UUID ruleId,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody RuleRequest request,
            Caller caller) {
        rules.change(new ClusterId(id), ruleId, new IfMatch(ifMatch), request.naming(), request.draft());
        return found(id, ruleId, caller);
    }

    @DeleteMapping("/api/v1/clusters/{id}/rules/{ruleId}")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(operationId = "deleteRule", summary = "Delete a rule")
    ResponseEntity<Void> delete(
            @PathVariable UUID id,
            @PathVariable UUID ruleId,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        rules.delete(new ClusterId(id), ruleId, new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private ObjectView<Spec, Status> found(UUID cluster, UUID rule, Caller caller) {
        return views.find(new ClusterId(cluster), rule, true, caller::may)
                .orElseThrow(() -> RuleService.notFound(new ClusterId(cluster), rule));
    }
}
