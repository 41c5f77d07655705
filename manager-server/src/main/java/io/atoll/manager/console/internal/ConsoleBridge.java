package io.atoll.manager.console.internal;

import io.atoll.manager.agentlink.ConsoleReceiver;
import io.atoll.manager.agentlink.ConsoleStream;
import io.atoll.manager.console.ConsoleTargets;
import io.atoll.manager.console.ConsoleTargets.ConsoleTarget;
import io.atoll.model.HostId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/** One browser's WebSocket tied to one host's console stream. Each side is read as fast as the other takes. */
public final class ConsoleBridge implements ConsoleReceiver {
    private static final int LONGEST_CLOSE_REASON_BYTES = 120;

    private final Ticket ticket;
    private final HostId host;
    private final WebSocketSession socket;
    private final ConsoleTargets targets;
    private final AtomicReference<@Nullable ConsoleStream> stream = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    public ConsoleBridge(Ticket ticket, HostId host, WebSocketSession socket, ConsoleTargets targets) {
        this.ticket = ticket;
        this.host = host;
        this.socket = socket;
        this.targets = targets;
    }

    public Ticket ticket() {
        return ticket;
    }

    /** The host's side, once it is open. */
    public void attach(ConsoleStream opened) {
        stream.set(opened);
        if (!socket.isOpen()) {
            closeStream();
        }
    }

    /** Bytes from the browser; waits while the host takes no more. */
    public void fromBrowser(ByteBuffer data) {
        ConsoleStream opened = stream.get();
        if (opened != null) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            opened.send(bytes);
        }
    }

    @Override
    public void received(byte[] data) {
        send(new BinaryMessage(data));
    }

    @Override
    public void closed(String reason) {
        ConsoleTarget now = targets.find(ticket.vm()).orElse(null);
        boolean moved = now != null && (now.moving() || (now.host() != null && !host.equals(now.host())));
        end(moved ? ConsoleEnd.MOVED : ConsoleEnd.ENDED, moved ? "The VM moved to another host." : reason);
    }

    void ping() {
        send(new PingMessage());
    }

    /** Ends both sides. The first reason is the one that is told: closing the host's side makes it report an end, too. */
    public void end(ConsoleEnd why, String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        closeStream();
        try {
            if (socket.isOpen()) {
                socket.close(new CloseStatus(why.code(), shortened(reason)));
            }
        } catch (IOException _) {
            // The browser has gone already.
        }
    }

    /** The browser has gone. */
    public void closeStream() {
        ConsoleStream opened = stream.getAndSet(null);
        if (opened != null) {
            opened.close();
        }
    }

    /** One at a time: the socket takes no two messages at once. */
    private synchronized void send(WebSocketMessage<?> message) {
        try {
            if (socket.isOpen()) {
                socket.sendMessage(message);
            }
        } catch (IOException _) {
            closeStream();
        }
    }

    private static String shortened(String reason) {
        String text = reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_CLOSE_REASON_BYTES) {
            text = text.substring(0, text.length() / 2);
        }
        return text;
    }
}
