package io.atoll.manager.console.web;

import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.console.ConsoleTargets;
import io.atoll.manager.console.internal.ConsoleBridge;
import io.atoll.manager.console.internal.ConsoleEnd;
import io.atoll.manager.console.internal.OpenConsoles;
import io.atoll.manager.console.internal.Ticket;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.HostId;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/** Ties each accepted WebSocket to the VM's host. */
@Component
class ConsoleSocketHandler extends BinaryWebSocketHandler implements SubProtocolCapable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSocketHandler.class);
    private static final String BRIDGE = "atoll.console.bridge";

    private final AgentLink agents;
    private final ConsoleTargets targets;
    private final OpenConsoles consoles;

    ConsoleSocketHandler(AgentLink agents, ConsoleTargets targets, OpenConsoles consoles) {
        this.agents = agents;
        this.targets = targets;
        this.consoles = consoles;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of("binary");
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) throws IOException {
        if (!(socket.getAttributes().get(ConsoleHandshake.TICKET) instanceof Ticket ticket)) {
            socket.close(CloseStatus.POLICY_VIOLATION);
            return;
        }
        HostId host = targets.find(ticket.vm())
                .map(ConsoleTargets.ConsoleTarget::host)
                .orElse(null);
        if (host == null) {
            socket.close(new CloseStatus(ConsoleEnd.ENDED.code(), "The VM does not run."));
            return;
        }
        var bridge = new ConsoleBridge(ticket, host, socket, targets);
        socket.getAttributes().put(BRIDGE, bridge);
        consoles.add(bridge);
        LOG.info(
                "console opened vm={} kind={} host={} by={}",
                ticket.vm(),
                ticket.kind(),
                host,
                ticket.caller().name());
        try {
            bridge.attach(agents.openConsole(host, ticket.vm(), ticket.kind(), bridge));
        } catch (AtollException e) {
            bridge.end(ConsoleEnd.HOST_UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message) {
        if (socket.getAttributes().get(BRIDGE) instanceof ConsoleBridge bridge) {
            bridge.fromBrowser(message.getPayload());
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        if (socket.getAttributes().get(BRIDGE) instanceof ConsoleBridge bridge) {
            consoles.remove(bridge);
            bridge.closeStream();
            LOG.info("console closed vm={} code={}", bridge.ticket().vm(), status.getCode());
        }
    }
}
