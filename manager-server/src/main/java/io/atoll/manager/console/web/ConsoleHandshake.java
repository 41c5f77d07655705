package io.atoll.manager.console.web;

import io.atoll.manager.api.OwnOrigin;
import io.atoll.manager.console.internal.OpenConsoles;
import io.atoll.manager.console.internal.Ticket;
import io.atoll.manager.console.internal.Tickets;
import io.atoll.manager.identity.RequestCaller;
import io.atoll.manager.problem.AtollException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Lets a WebSocket in that comes from our own page with a ticket that is good, and with the session it was made in. */
@Component
class ConsoleHandshake implements HandshakeInterceptor {
    /** The attribute of the WebSocket session that holds the redeemed ticket. */
    static final String TICKET = "atoll.console.ticket";

    private static final String PREFIX = "ticket.";

    private final Tickets tickets;
    private final OpenConsoles consoles;
    private final RequestCaller callers;

    ConsoleHandshake(Tickets tickets, OpenConsoles consoles, RequestCaller callers) {
        this.tickets = tickets;
        this.consoles = consoles;
        this.callers = callers;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        HttpServletRequest servlet = ((ServletServerHttpRequest) request).getServletRequest();
        String origin = servlet.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !origin.equals(OwnOrigin.of(servlet))) {
            return refuse(response, HttpStatus.FORBIDDEN, "CSRF_REFUSED", "The console opens from its own page only.");
        }
        Optional<Ticket> ticket = ticketIn(request).flatMap(text -> tickets.redeem(text, servlet.getRemoteAddr()));
        if (ticket.isEmpty() || !inSameSession(ticket.get(), servlet)) {
            return refuse(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "UNAUTHENTICATED",
                    "The ticket is unknown, used, older than 30 s, or was made in another session.");
        }
        if (!consoles.hasRoomFor(ticket.get().caller().userId())) {
            return refuse(
                    response,
                    HttpStatus.TOO_MANY_REQUESTS,
                    "TOO_MANY_REQUESTS",
                    "Too many consoles are open; close one first.");
        }
        attributes.put(TICKET, ticket.get());
        return true;
    }

    private static Optional<String> ticketIn(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().getOrEmpty(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL);
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(PREFIX))
                .map(protocol -> protocol.substring(PREFIX.length()))
                .findFirst();
    }

    /** A ticket made in a browser session is good only with that session's cookie. */
    private boolean inSameSession(Ticket ticket, HttpServletRequest request) {
        UUID session = ticket.caller().sessionId();
        if (session == null) {
            return true;
        }
        try {
            return session.equals(callers.require(request).sessionId());
        } catch (AtollException _) {
            return false;
        }
    }

    private static boolean refuse(ServerHttpResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        String body =
                "{\"type\":\"/docs/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}"
                        .formatted(code, status.getReasonPhrase(), status.value(), detail, code);
        response.getBody().write(body.getBytes(StandardCharsets.UTF_8));
        return false;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {}
}
