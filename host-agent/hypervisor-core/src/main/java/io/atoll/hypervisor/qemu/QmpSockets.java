package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.qmp.QmpClient;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.QmpListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Opens Unix sockets of QEMU, which may not be there yet. */
final class QmpSockets {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private QmpSockets() {}

    /** A connection in command mode; empty when nobody answers by the deadline or the process has gone. */
    static Optional<QmpClient> connect(Path socket, Duration deadline, BooleanSupplier alive, QmpListener listener) {
        var end = System.nanoTime() + deadline.toNanos();
        while (alive.getAsBoolean()) {
            var left = end - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            var channel = open(socket);
            if (channel.isPresent()) {
                try {
                    return Optional.of(
                            QmpClient.open(channel.get(), socket.toString(), Duration.ofNanos(left), listener));
                } catch (QmpException e) {
                    continue; // it may have died just now, or somebody else holds the only connection
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return Optional.empty();
    }

    /** A blocking connection; empty when nobody listens or the listener's queue is full. Does not wait. */
    static Optional<SocketChannel> open(Path socket) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            if (channel.connect(UnixDomainSocketAddress.of(socket))) {
                channel.configureBlocking(true);
                return Optional.of(channel);
            }
            channel.close();
        } catch (IOException e) {
            closeQuietly(channel);
        }
        return Optional.empty();
    }

    private static void closeQuietly(@Nullable SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
