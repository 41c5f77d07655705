package io.atoll.manager.alarm.web;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.internal.definition.DefinitionDraft;
import io.atoll.manager.alarm.internal.definition.DefinitionDraft.ConditionDraft;
import io.atoll.manager.alarm.internal.definition.DefinitionDraft.TargetDraft;
import io.atoll.manager.alarm.internal.definition.DefinitionService;
import io.atoll.manager.alarm.internal.definition.DefinitionViews;
import io.atoll.manager.alarm.internal.definition.DefinitionViews.DefinitionSpec;
import io.atoll.manager.alarm.internal.definition.DefinitionViews.DefinitionStatus;
import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
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

/** What is to be watched. */
@RestController
@Tag(name = "alarms")
class AlarmDefinitionController {
    private final DefinitionService definitions;
    private final DefinitionViews views;

    AlarmDefinitionController(DefinitionService definitions, DefinitionViews views) {
        this.definitions = definitions;
        this.views = views;
    }

    record SpecRequest(
            @Nullable String description,
            @Nullable Boolean enabled,

            @Schema(implementation = AlarmObjectKind.class) @Nullable
            String objectKind,

            @Nullable TargetDraft target,
            @Nullable ConditionDraft condition) {}

    record DefinitionRequest(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable SpecRequest spec) {
        SpecRequest said() {
            return spec == null ? new SpecRequest(null, null, null, null, null) : spec;
        }

        NamingPatch naming() {
            return new NamingPatch(name, labels, said().description);
        }

        DefinitionDraft draft() {
            return new DefinitionDraft(said().enabled, said().target, said().condition);
        }
    }

    @GetMapping("/api/v1/alarm-definitions")
    @RequiresPermission(Permission.ALARM_READ)
    @Operation(operationId = "listAlarmDefinitions", summary = "All alarm definitions")
    Page<ObjectView<DefinitionSpec, DefinitionStatus>> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/alarm-definitions/{id}")
    @RequiresPermission(Permission.ALARM_READ)
    @Operation(operationId = "getAlarmDefinition", summary = "One alarm definition")
    ObjectView<DefinitionSpec, DefinitionStatus> get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/alarm-definitions")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(operationId = "createAlarmDefinition", summary = "Have something watched")
    ResponseEntity<ObjectView<DefinitionSpec, DefinitionStatus>> create(
            @RequestBody DefinitionRequest request, Caller caller) {
        var id = definitions.create(request.naming(), request.said().objectKind, request.draft());
        return ResponseEntity.created(URI.create("/api/v1/alarm-definitions/" + id))
                .body(found(id, caller));
    }

    @PatchMapping("/api/v1/alarm-definitions/{id}")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(
            operationId = "updateAlarmDefinition",
            summary = "Change an alarm definition; target and condition are replaced as a whole")
    ObjectView<DefinitionSpec, DefinitionStatus> update(
            @PathVariable UUID id,
            @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody DefinitionRequest request,
            Caller caller) {
        definitions.change(id, new IfMatch(ifMatch), request.naming(), request.said().objectKind, request.draft());
        return found(id, caller);
    }

    @DeleteMapping("/api/v1/alarm-definitions/{id}")
    @RequiresPermission(Permission.ALARM_DEFINE)
    @Operation(operationId = "deleteAlarmDefinition", summary = "Delete an alarm definition; its alarms are cleared")
    ResponseEntity<Void> delete(
            @PathVariable UUID id, @RequestHeader(value = "If-Match", required = false) @Nullable String ifMatch) {
        definitions.delete(id, new IfMatch(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private ObjectView<DefinitionSpec, DefinitionStatus> found(UUID id, Caller caller) {
        return views.find(id, caller::may)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.ALARM_DEFINITION_NOT_FOUND, "There is no alarm definition %s.".formatted(id)));
    }
}
