package io.atoll.hypervisor.qmp;

import io.atoll.hypervisor.qmp.QmpCodec.MalformedLineException;
import io.atoll.hypervisor.qmp.QmpCodec.Message;
import io.atoll.hypervisor.qmp.QmpException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A QMP connection in command mode. Any number of threads may execute commands at once; each waits for its own answer,
 * never longer than its deadline. Reading and writing happen on two virtual threads of the connection's own, so that a
 * peer that neither reads nor writes holds up nobody.
 */
public final class QmpClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QmpClient.class);
    private static final int MAX_WAITING_COMMANDS = 256;

    private final ByteChannel channel;
    private final String peer;
    private final QmpListener listener;
    private final CompletableFuture<String> greeting = new CompletableFuture<>();
    private final ConcurrentMap<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(MAX_WAITING_COMMANDS);
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String endReason = "";
    private @Nullable Thread writer;

    private QmpClient(ByteChannel channel, String peer, QmpListener listener) {
        this.channel = channel;
        this.peer = peer;
        this.listener = listener;
    }

    /**
     * Waits for QEMU's greeting and enters command mode. Takes over {@code channel} (a blocking one) and closes it when
     * this fails.
     *
     * @param peer names the other end in messages and logs
     */
    public static QmpClient open(ByteChannel channel, String peer, Duration deadline, QmpListener listener)
            throws QmpException {
        var client = new QmpClient(channel, peer, listener);
        client.writer = Thread.ofVirtual().name("qmp-write-" + peer).start(client::write);
        Thread.ofVirtual().name("qmp-read-" + peer).start(client::read);
        try {
            var version = client.await("the greeting", client.greeting, deadline);
            client.execute("qmp_capabilities", null, deadline);
            LOG.debug("connected to {}, QEMU {}", peer, version);
            return client;
        } catch (QmpException e) {
            client.close();
            throw e;
        }
    }

    /** Runs a command without arguments and returns its result. */
    public JsonNode execute(String command, Duration deadline) throws QmpException {
        return execute(command, null, deadline);
    }

    /** Runs a command and returns its result; see {@link StrictJson#object} for arguments. */
    public JsonNode execute(String command, @Nullable JsonNode arguments, Duration deadline) throws QmpException {
        var id = Long.toString(lastId.incrementAndGet());
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        try {
            if (ended.get()) {
                throw lost(command);
            }
            if (!outgoing.offer(QmpCodec.encode(command, arguments, id))) {
                throw new QmpException(
                        Kind.TIMEOUT,
                        "%s reads nothing: %d commands wait to be sent, '%s' was not added."
                                .formatted(peer, MAX_WAITING_COMMANDS, command));
            }
            return await("'" + command + "'", answer, deadline);
        } finally {
            waiting.remove(id);
        }
    }

    /** Whether the connection still stands, as far as this side has noticed. */
    public boolean isOpen() {
        return !ended.get();
    }

    @Override
    public void close() {
        end("closed by this side", false);
    }

    private <T> T await(String what, CompletableFuture<T> answer, Duration deadline) throws QmpException {
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new QmpException(
                    Kind.TIMEOUT, "%s did not answer %s within %d ms.".formatted(peer, what, deadline.toMillis()), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QmpException failure) {
                throw new QmpException(failure.kind(), String.valueOf(failure.getMessage()), failure);
            }
            throw new IllegalStateException("A QMP answer failed in an unforeseen way.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QmpException(Kind.TIMEOUT, "Interrupted while waiting for %s of %s.".formatted(what, peer), e);
        }
    }

    private void read() {
        var lines = new LineReader(channel);
        try {
            while (lines.next()) {
                handle(QmpCodec.decode(lines.bytes(), lines.length()));
            }
            end("it closed the connection", true);
        } catch (MalformedLineException | LineReader.LineTooLongException e) {
            end("it sent " + e.getMessage(), true);
        } catch (IOException e) {
            end("reading failed: " + e, true);
        } catch (RuntimeException e) {
            LOG.error("a listener of {} failed; the connection is given up", peer, e);
            end("a listener failed: " + e, true);
        }
    }

    private void handle(Message message) {
        switch (message) {
            case Message.Greeting(var version) -> greeting.complete(version);
            case Message.Event(var event) -> listener.event(event);
            case Message.Result(var id, var value) -> {
                var answer = waiting.remove(id);
                if (answer != null) {
                    answer.complete(value);
                }
            }
            case Message.Failure(var id, var description) -> {
                var answer = waiting.remove(id);
                if (answer != null) {
                    answer.completeExceptionally(new QmpException(Kind.REFUSED, description));
                }
            }
            case Message.Other() -> LOG.debug("{} sent something nobody waits for", peer);
        }
    }

    private void write() {
        try {
            while (!ended.get()) {
                var buffer = ByteBuffer.wrap(outgoing.take());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        } catch (IOException e) {
            end("writing failed: " + e, true);
        } catch (InterruptedException e) {
            LOG.trace("writer of {} ends", peer, e);
        }
    }

    private void end(String reason, boolean unexpected) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        endReason = reason;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing the connection to {}", peer, e);
        }
        if (writer != null) {
            writer.interrupt();
        }
        greeting.completeExceptionally(lost("the greeting"));
        waiting.forEach((_, answer) -> answer.completeExceptionally(lost("an answer")));
        if (unexpected) {
            listener.lost(reason);
        }
    }

    private QmpException lost(String what) {
        return new QmpException(
                Kind.LOST, "The connection to %s is gone (%s) before %s.".formatted(peer, endReason, what));
    }
}
