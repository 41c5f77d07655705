package io.atoll.manager.event.web;

import io.atoll.manager.api.Page;
import io.atoll.manager.event.internal.EventHistory;
import io.atoll.manager.event.internal.EventPosition;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The event stream, and the same events as a list. */
@RestController
@Tag(name = "events")
class EventController {
    private static final int MAX_LIMIT = 1_000;

    private final EventStream stream;
    private final EventHistory history;
    private final EventJson json;

    EventController(EventStream stream, EventHistory history, EventJson json) {
        this.stream = stream;
        this.history = history;
        this.json = json;
    }

    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @RequiresPermission(Permission.EVENT_READ)
    @Operation(
            operationId = "streamEvents",
            summary = "Follow changes as server-sent events; resume with Last-Event-ID")
    void stream(
            Caller caller,
            @RequestParam(required = false) @Nullable String types,
            @RequestParam(required = false) @Nullable String lastEventId,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventIdHeader,
            HttpServletResponse response)
            throws IOException {
        var request = new EventStream.Request(
                caller, KindFilter.parse(types), lastEventIdHeader != null ? lastEventIdHeader : lastEventId);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        stream.run(request, new SseWriter(response.getOutputStream()));
    }

    @GetMapping(path = "/api/v1/events", produces = MediaType.APPLICATION_JSON_VALUE)
    @RequiresPermission(Permission.EVENT_READ)
    @Operation(operationId = "listEvents", summary = "List past events, newest first")
    Page<CloudEvent> list(
            Caller caller,
            @RequestParam(defaultValue = "200") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String objectId) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw AtollException.invalid("limit", "limit is %d; it must be 1 to %d.".formatted(limit, MAX_LIMIT));
        }
        EventPosition before = cursor == null
                ? null
                : EventPosition.parse(cursor)
                        .orElseThrow(() ->
                                new AtollException(ErrorCode.CURSOR_INVALID, "The cursor is not one this list gave."));
        var page = history.page(before, kind, objectId, limit);
        var items = page.events().stream()
                .map(event -> json.cloudEvent(event, caller))
                .toList();
        return new Page<>(items, page.next() == null ? null : page.next().toString(), page.totalCount());
    }
}
