package io.atoll.manager.console.web;

import io.atoll.manager.agentlink.ConsoleKind;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.ShownOnce;
import io.atoll.manager.console.internal.Tickets;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tickets for consoles. */
@RestController
@Tag(name = "vms")
class ConsoleTicketController {
    private final Tickets tickets;

    ConsoleTicketController(Tickets tickets) {
        this.tickets = tickets;
    }

    record TicketRequest(@Nullable String kind) {}

    /** {@code path} is where the WebSocket is; the ticket goes into a subprotocol, {@code ticket.<ticket>}. */
    record TicketView(String ticket, Instant expiresAt, String path) {}

    @PostMapping("/api/v1/vms/{id}/console-tickets")
    @ShownOnce
    @RequiresPermission(Permission.VM_CONSOLE)
    @Operation(
            operationId = "createConsoleTicket",
            summary = "Get a ticket that opens the VM's console once, within 30 s")
    ResponseEntity<TicketView> create(Caller caller, @PathVariable UUID id, @RequestBody TicketRequest request) {
        var input = new InputCheck();
        input.present("kind", request.kind(), "");
        ConsoleKind kind = input.choice("kind", request.kind(), ConsoleKind.class, ConsoleKind.VNC);
        input.done();
        var ticket = tickets.issue(new VmId(id), kind, caller);
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new TicketView(ticket.secret(), ticket.expiresAt(), ConsoleSocketConfiguration.PATH));
    }
}
