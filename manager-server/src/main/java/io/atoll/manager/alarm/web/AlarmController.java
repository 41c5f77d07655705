package io.atoll.manager.alarm.web;

import io.atoll.manager.alarm.internal.view.AlarmView;
import io.atoll.manager.alarm.internal.view.AlarmViews;
import io.atoll.manager.alarm.internal.watch.AlarmActions;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What is wrong, and what was. */
@RestController
@Tag(name = "alarms")
class AlarmController {
    private static final int LONGEST_NOTE_CHARS = 500;

    private final AlarmViews views;
    private final AlarmActions actions;

    AlarmController(AlarmViews views, AlarmActions actions) {
        this.views = views;
        this.actions = actions;
    }

    record NoteRequest(@Nullable String note) {
        String checked(boolean needed) {
            var check = new InputCheck();
            var text = note == null ? "" : check.text("note", note, LONGEST_NOTE_CHARS);
            check.require(!needed || !text.isBlank(), "note", "note is required: say why the alarm is over.");
            check.done();
            return text;
        }
    }

    @GetMapping("/api/v1/alarms")
    @RequiresPermission(Permission.ALARM_READ)
    @Operation(operationId = "listAlarms", summary = "Alarms, the newest first; filter by state for those that stand")
    Page<AlarmView> list(PageRequest page, Caller caller) {
        return views.list(page, caller::may);
    }

    @GetMapping("/api/v1/alarms/{id}")
    @RequiresPermission(Permission.ALARM_READ)
    @Operation(operationId = "getAlarm", summary = "One alarm")
    AlarmView get(@PathVariable UUID id, Caller caller) {
        return found(id, caller);
    }

    @PostMapping("/api/v1/alarms/{id}/actions/acknowledge")
    @RequiresPermission(Permission.ALARM_ACKNOWLEDGE)
    @Operation(operationId = "acknowledgeAlarm", summary = "Say that you know; worse news raise it again")
    AlarmView acknowledge(@PathVariable UUID id, @RequestBody NoteRequest request, Caller caller) {
        actions.acknowledge(id, caller.name(), request.checked(false));
        return found(id, caller);
    }

    @PostMapping("/api/v1/alarms/{id}/actions/clear")
    @RequiresPermission(Permission.ALARM_ACKNOWLEDGE)
    @Operation(
            operationId = "clearAlarm",
            summary =
                    "End an alarm about a state, with a reason; it is raised again only after the state was left once")
    AlarmView clear(@PathVariable UUID id, @RequestBody NoteRequest request, Caller caller) {
        actions.clear(id, caller.name(), request.checked(true));
        return found(id, caller);
    }

    private AlarmView found(UUID id, Caller caller) {
        return views.find(id, caller::may)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.ALARM_NOT_FOUND, "There is no alarm %s.".formatted(id)));
    }
}
