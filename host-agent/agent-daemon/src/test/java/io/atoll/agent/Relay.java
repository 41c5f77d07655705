package io.atoll.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that can be cut: what goes through it is passed on unchanged. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final String host;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    /** @param target the server as address and port */
    Relay(String target) throws IOException {
        var colon = target.lastIndexOf(':');
        host = target.substring(0, colon);
        port = Integer.parseInt(target.substring(colon + 1));
        door = new ServerSocket(0, 50, InetAddress.ofLiteral(host));
        Thread.ofVirtual().start(this::serve);
    }

    /** Where clients are to go instead. */
    String connect() {
        return host + ":" + door.getLocalPort();
    }

    /** Ends every connection and lets no other come about, until it is mended. */
    void cut(boolean now) throws IOException {
        cut = now;
        if (now) {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                open.add(client);
                if (cut) {
                    client.close();
                } else {
                    var server = new Socket(InetAddress.ofLiteral(host), port);
                    open.add(server);
                    Thread.ofVirtual().start(() -> pass(client, server));
                    Thread.ofVirtual().start(() -> pass(server, client));
                }
            } catch (IOException _) {
                // The door was closed, or the server is away; the client tries again.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // Either side has gone.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut(true);
    }
}
