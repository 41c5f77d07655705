package io.atoll.manager.audit.web;

import io.atoll.manager.api.Page;
import io.atoll.manager.audit.AuditEntry;
import io.atoll.manager.audit.internal.AuditTable;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log over HTTP. */
@RestController
@Tag(name = "audit")
class AuditController {
    private static final int MAX_LIMIT = 1_000;

    private final AuditTable table;

    AuditController(AuditTable table) {
        this.table = table;
    }

    @GetMapping("/api/v1/audit")
    @RequiresPermission(Permission.AUDIT_READ)
    @Operation(operationId = "listAudit", summary = "Who did what, newest first")
    Page<AuditEntry> list(
            @RequestParam(defaultValue = "200") int limit, @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw AtollException.invalid("limit", "limit is %d; it must be 1 to %d.".formatted(limit, MAX_LIMIT));
        }
        var found = table.before(cursor == null ? Long.MAX_VALUE : position(cursor), limit + 1);
        boolean more = found.size() > limit;
        var items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? Long.toString(items.getLast().position()) : null, table.count());
    }

    private static long position(String cursor) {
        if (!cursor.matches("[0-9]{1,18}")) {
            throw new AtollException(ErrorCode.CURSOR_INVALID, "The cursor is not one this list gave.");
        }
        return Long.parseLong(cursor);
    }
}
