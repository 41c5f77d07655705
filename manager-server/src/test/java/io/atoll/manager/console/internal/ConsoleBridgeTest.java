package io.atoll.manager.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.agentlink.ConsoleKind;
import io.atoll.manager.agentlink.ConsoleStream;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Role;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

class ConsoleBridgeTest {
    private static final Caller ADMIN = new Caller(new UUID(3, 1), "admin", Role.ADMIN, null, null, "127.0.0.1");
    private final List<Integer> told = new ArrayList<>();

    @Test
    void whatEndsAConsoleIsToldAndNotThatTheHostsSideEndedWithIt() {
        var bridge = bridge();
        bridge.attach(new ConsoleStream() {
            @Override
            public void send(byte[] data) {}

            // A host that reports the end at once, before the browser's side is closed.
            @Override
            public void close() {
                bridge.closed("The stream was closed.");
            }
        });
        bridge.end(ConsoleEnd.NOT_PERMITTED, "logged out");
        assertThat(told).containsExactly(ConsoleEnd.NOT_PERMITTED.code());
    }

    @Test
    void anEndIsToldOnce() {
        var bridge = bridge();
        bridge.closed("The VM stopped.");
        bridge.end(ConsoleEnd.MANAGER_STOPS, "The manager stops.");
        assertThat(told).containsExactly(ConsoleEnd.ENDED.code());
    }

    private ConsoleBridge bridge() {
        var socket = (WebSocketSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WebSocketSession.class}, (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        told.add(((CloseStatus) arguments[0]).getCode());
                    }
                    return method.getReturnType() == boolean.class;
                });
        return new ConsoleBridge(
                new Ticket(new VmId(new UUID(1, 1)), ConsoleKind.SERIAL, ADMIN),
                new HostId(new UUID(2, 1)),
                socket,
                vm -> Optional.empty());
    }
}
