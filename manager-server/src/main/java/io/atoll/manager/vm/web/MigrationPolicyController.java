package io.atoll.manager.vm.web;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.vm.internal.policy.MigrationPolicyChanges;
import io.atoll.manager.vm.internal.policy.MigrationPolicyChanges.PolicyPatch;
import io.atoll.manager.vm.internal.policy.MigrationPolicyChanges.View;
import io.atoll.model.ClusterId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** How hard the migrations of a cluster try. */
@RestController
@Tag(name = "clusters")
class MigrationPolicyController {
    private final MigrationPolicyChanges policies;

    MigrationPolicyController(MigrationPolicyChanges policies) {
        this.policies = policies;
    }

    record MigrationPolicySpec(
            @Nullable Integer bandwidthMiBPerSecond,
            @Nullable List<@Nullable Integer> pauseLadderMs,
            @Nullable Boolean autoConverge) {}

    record MigrationPolicyRequest(@Nullable MigrationPolicySpec spec) {
        PolicyPatch patch() {
            return spec == null
                    ? new PolicyPatch(null, null, null)
                    : new PolicyPatch(spec.bandwidthMiBPerSecond, spec.pauseLadderMs, spec.autoConverge);
        }
    }

    @GetMapping("/api/v1/clusters/{id}/migration-policy")
    @RequiresPermission(Permission.INVENTORY_READ)
    @Operation(operationId = "getMigrationPolicy", summary = "How hard a cluster's live migrations try")
    View get(@PathVariable UUID id) {
        return policies.view(new ClusterId(id));
    }

    @PatchMapping("/api/v1/clusters/{id}/migration-policy")
    @RequiresPermission(Permission.INVENTORY_WRITE)
    @Operation(
            operationId = "updateMigrationPolicy",
            summary = "Set what live migrations may use of the network, and how long guests may stand still for them")
    View update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody MigrationPolicyRequest request) {
        return policies.change(new ClusterId(id), new IfMatch(ifMatch), request.patch());
    }
}
