package io.atoll.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** The other end of a QMP connection, doing exactly what a test's script says, well or badly. */
final class ScriptedPeer implements AutoCloseable {

    static final String GREETING =
            "{\"QMP\":{\"version\":{\"qemu\":{\"micro\":2,\"minor\":0,\"major\":10},\"package\":\"\"},\"capabilities\":[]}}\n";
    private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");

    private final ServerSocketChannel server;
    private final Path socket;
    private final CountDownLatch finished = new CountDownLatch(1);

    /** What the peer does with its connection. */
    @FunctionalInterface
    interface Script {
        void run(Conversation peer) throws IOException, InterruptedException;
    }

    ScriptedPeer(Path folder, Script script) throws IOException {
        socket = folder.resolve("qmp.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> serve(script));
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    void awaitEndOfScript() throws InterruptedException {
        finished.await();
    }

    private void serve(Script script) {
        try (var channel = server.accept()) {
            script.run(new Conversation(channel));
        } catch (IOException e) {
            // the client hung up on us, which several tests want
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finished.countDown();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The peer's words and ears. */
    static final class Conversation {
        private final SocketChannel channel;
        private final BufferedReader in;

        Conversation(SocketChannel channel) {
            this.channel = channel;
            this.in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        }

        void say(String text) throws IOException {
            say(text.getBytes(StandardCharsets.UTF_8));
        }

        void say(byte[] bytes) throws IOException {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        /** The next command as its line. */
        String hear() throws IOException {
            var line = in.readLine();
            if (line == null) {
                throw new IOException("the client is gone");
            }
            return line;
        }

        /** Hears a command and answers it with {@code value}. */
        String answer(String value) throws IOException {
            var command = hear();
            say("{\"return\":%s,\"id\":\"%s\"}\n".formatted(value, idOf(command)));
            return command;
        }

        /** Greets and accepts command mode. */
        void greet() throws IOException {
            say(GREETING);
            answer("{}");
        }

        /** Stays until the client hangs up. */
        void waitForHangUp() throws IOException {
            var ignored = in.transferTo(Writer.nullWriter());
            assertThat(ignored).isNotNegative();
        }

        static String idOf(String command) {
            var matcher = ID.matcher(command);
            if (!matcher.find()) {
                throw new IllegalArgumentException("no id in " + command);
            }
            return matcher.group(1);
        }
    }
}
