package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestInterface;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.qmp.StrictJson.MalformedJsonException;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Talks to the agent inside a guest. Everything it says is a stranger's word: bounded in length, time, depth and number,
 * strict in form, and believed by nobody.
 */
final class GuestAgent {

    static final int MAX_ANSWER_BYTES = 256 << 10;
    private static final int MAX_INTERFACES = 32;
    private static final int MAX_ADDRESSES = 32;
    private static final int MAX_NAME_CHARACTERS = 64;
    private static final byte FLUSH = (byte) 0xff;
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private final VmId vm;
    private final Path socket;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private long lastSyncId;

    GuestAgent(VmId vm, Path socket) {
        this.vm = vm;
        this.socket = socket;
    }

    boolean ping(Duration deadline) {
        try {
            return ask("guest-ping", deadline).isObject();
        } catch (HypervisorException e) {
            return false;
        }
    }

    /** Lets the guest bring its file systems into order and write nothing more. */
    void freeze(Duration deadline) {
        var frozen = ask("guest-fsfreeze-freeze", deadline);
        if (frozen.asInt(0) < 1) {
            throw unavailable("it froze no file system");
        }
    }

    /** Lets the guest write again; harmless where it can. */
    void thaw(Duration deadline) {
        ask("guest-fsfreeze-thaw", deadline);
    }

    List<GuestInterface> interfaces(Duration deadline) {
        var answer = ask("guest-network-get-interfaces", deadline);
        if (!answer.isArray() || answer.size() > MAX_INTERFACES) {
            throw unavailable(
                    "it lists %d network interfaces, at most %d make sense".formatted(answer.size(), MAX_INTERFACES));
        }
        var result = new ArrayList<GuestInterface>();
        for (var node : answer) {
            result.add(toInterface(node));
        }
        return List.copyOf(result);
    }

    /**
     * What it knows of the guest, as far as it says so until the deadline; nothing is a valid answer. A guest that takes its time
     * holds up its own questions only.
     */
    GuestFacts facts(Duration deadline) {
        var end = System.nanoTime() + deadline.toNanos();
        if (!ping(deadline)) {
            throw unavailable("it did not answer within %d ms".formatted(deadline.toMillis()));
        }
        return new GuestFactsReader((command, arguments) -> {
                    var left = Duration.ofNanos(end - System.nanoTime());
                    if (!left.isPositive()) {
                        throw unavailable("it did not answer within %d ms".formatted(deadline.toMillis()));
                    }
                    return ask(command, arguments, left);
                })
                .read();
    }

    private GuestInterface toInterface(JsonNode node) {
        var addresses = new ArrayList<InetAddress>();
        var listed = node.path("ip-addresses");
        if (listed.size() > MAX_ADDRESSES) {
            throw unavailable("one of its network interfaces has %d addresses, at most %d make sense"
                    .formatted(listed.size(), MAX_ADDRESSES));
        }
        for (var address : listed) {
            toAddress(address.path("ip-address").asString("")).ifPresent(addresses::add);
        }
        return new GuestInterface(
                Text.printable(node.path("name").asString(""), MAX_NAME_CHARACTERS),
                toMac(node.path("hardware-address").asString("")),
                addresses);
    }

    /** Only what is an address as it stands; nothing that would have to be looked up. */
    static Optional<InetAddress> toAddress(String text) {
        if (!IPV4.matcher(text).matches()
                && !(text.contains(":") && IPV6.matcher(text).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable MacAddress toMac(String text) {
        try {
            return new MacAddress(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** One question on a connection of its own, so that nothing of an earlier conversation can be mistaken for the answer. */
    private JsonNode ask(String command, Duration deadline) {
        return ask(command, StrictJson.object(), deadline);
    }

    private JsonNode ask(String command, ObjectNode arguments, Duration deadline) {
        oneAtATime.lock();
        try {
            var syncId = ++lastSyncId;
            var channel = QmpSockets.open(socket)
                    .orElseThrow(() -> unavailable("its channel cannot be opened (is somebody else connected?)"));
            try (channel) {
                return await(converse(channel, question(command, arguments), syncId), deadline);
            } catch (IOException e) {
                throw unavailable("its channel failed: " + e.getMessage());
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private JsonNode await(CompletableFuture<JsonNode> answer, Duration deadline) {
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unavailable("it did not answer within %d ms".formatted(deadline.toMillis()));
        } catch (ExecutionException e) {
            throw unavailable("it answered with "
                    + (e.getCause() == null ? "nothing" : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the wait for its answer was interrupted");
        }
    }

    private static ObjectNode question(String command, ObjectNode arguments) {
        var question = StrictJson.object().put("execute", command);
        if (!arguments.isEmpty()) {
            question.set("arguments", arguments);
        }
        return question;
    }

    private static CompletableFuture<JsonNode> converse(SocketChannel channel, JsonNode question, long syncId) {
        var result = new CompletableFuture<JsonNode>();
        Thread.ofVirtual().name("guest-agent").start(() -> {
            try {
                var sync = StrictJson.object().put("execute", "guest-sync-delimited");
                sync.putObject("arguments").put("id", syncId);
                // 0xff makes the agent drop half a message that somebody else may have left in its ear
                send(channel, sync, FLUSH);
                var reader = new Answers(channel);
                JsonNode echo;
                do {
                    echo = reader.next(); // first come left-overs of an earlier question, if any
                } while (echo.path("return").asLong(-1) != syncId);
                send(channel, question); // a 0xff here would be answered with an error
                var answer = reader.next();
                if (answer.has("return")) {
                    result.complete(answer.path("return"));
                } else {
                    result.completeExceptionally(new IOException("an error"));
                }
            } catch (IOException | MalformedJsonException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static void send(SocketChannel channel, JsonNode message, byte... first) throws IOException {
        var text = StrictJson.write(message).getBytes(StandardCharsets.US_ASCII);
        var buffer = ByteBuffer.allocate(first.length + text.length + 1)
                .put(first)
                .put(text)
                .put((byte) '\n')
                .flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The lines of one conversation, all together no longer than the limit. */
    private static final class Answers {
        private final SocketChannel channel;
        private final byte[] bytes = new byte[MAX_ANSWER_BYTES];
        private int filled;
        private int taken;

        Answers(SocketChannel channel) {
            this.channel = channel;
        }

        JsonNode next() throws IOException, MalformedJsonException {
            var lookFrom = taken;
            while (true) {
                for (var i = lookFrom; i < filled; i++) {
                    if (bytes[i] == '\n') {
                        var start = taken;
                        taken = i + 1;
                        if (isBlank(start, i)) {
                            lookFrom = taken;
                            continue;
                        }
                        return StrictJson.parse(bytes, start, i - start);
                    }
                }
                lookFrom = Math.max(lookFrom, filled);
                fill();
            }
        }

        private boolean isBlank(int from, int to) {
            // the agent puts 0xff before its answer to guest-sync-delimited
            for (var i = from; i < to; i++) {
                if (bytes[i] == FLUSH) {
                    bytes[i] = ' ';
                }
            }
            return new String(Arrays.copyOfRange(bytes, from, to), StandardCharsets.ISO_8859_1).isBlank();
        }

        private void fill() throws IOException {
            if (filled == bytes.length) {
                throw new IOException("more than %d bytes".formatted(MAX_ANSWER_BYTES));
            }
            var count = channel.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled));
            if (count < 0) {
                throw new IOException("the end of the connection");
            }
            filled += count;
        }
    }

    private HypervisorException unavailable(String why) {
        return new HypervisorException(
                HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE,
                "The agent inside VM %s is of no help: %s.".formatted(vm, Text.printable(why, 200)),
                "Install and start qemu-guest-agent inside the guest.");
    }
}
