package io.atoll.hypervisor.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.qmp.QmpException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class QmpClientTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private final Ears ears = new Ears();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var closeable : opened.reversed()) {
            closeable.close();
        }
    }

    @Test
    void answersReachWhoAskedEvenOutOfOrder() throws Exception {
        var client = connect(peer -> {
            peer.greet();
            var first = peer.hear();
            var second = peer.hear();
            peer.say("{\"return\":\"%s\",\"id\":\"%s\"}\n"
                    .formatted(nameIn(second), ScriptedPeer.Conversation.idOf(second)));
            peer.say("{\"return\":\"%s\",\"id\":\"%s\"}\n"
                    .formatted(nameIn(first), ScriptedPeer.Conversation.idOf(first)));
            peer.waitForHangUp();
        });
        var red = inBackground(() -> client.execute("red", LONG).asString());
        var blue = inBackground(() -> client.execute("blue", LONG).asString());

        assertThat(red.get(30, TimeUnit.SECONDS)).isEqualTo("red");
        assertThat(blue.get(30, TimeUnit.SECONDS)).isEqualTo("blue");
    }

    @Test
    void argumentsTravelAsAsciiJsonWhateverTheyContain() throws Exception {
        var heard = new CompletableFuture<String>();
        var client = connect(peer -> {
            peer.greet();
            heard.complete(peer.answer("{}"));
            peer.waitForHangUp();
        });

        client.execute("x", StrictJson.object().put("path", "a,b=\"c\"\n名"), LONG);

        assertThat(heard.get(30, TimeUnit.SECONDS)).contains("\"path\":\"a,b=\\\"c\\\"\\n\\u540D\"");
    }

    @Test
    void anErrorIsAnAnswer() throws Exception {
        var client = connect(peer -> {
            peer.greet();
            peer.say("{\"error\":{\"class\":\"GenericError\",\"desc\":\"No such device\"},\"id\":\"%s\"}\n"
                    .formatted(ScriptedPeer.Conversation.idOf(peer.hear())));
            peer.answer("{}");
            peer.waitForHangUp();
        });

        assertThatExceptionOfType(QmpException.class)
                .isThrownBy(() -> client.execute("eject", LONG))
                .withMessage("No such device")
                .extracting(QmpException::kind)
                .isEqualTo(Kind.REFUSED);
        assertThat(client.execute("query-status", LONG).isObject()).isTrue();
    }

    @Test
    void eventsArriveInOrderAlsoBetweenAnswers() throws Exception {
        var client = connect(peer -> {
            peer.say(ScriptedPeer.GREETING);
            peer.say("{\"event\":\"EARLY\",\"timestamp\":{\"seconds\":1,\"microseconds\":2}}\n");
            peer.answer("{}");
            peer.say("{\"event\":\"STOP\"}\n{\"event\":\"SHUT");
            peer.say("DOWN\",\"data\":{\"reason\":\"guest-shutdown\"}}\n");
            peer.answer("{}");
            peer.waitForHangUp();
        });
        client.execute("x", LONG);

        assertThat(ears.next().name()).isEqualTo("EARLY");
        assertThat(ears.next().name()).isEqualTo("STOP");
        assertThat(ears.next().text("reason")).isEqualTo("guest-shutdown");
    }

    @Test
    void silenceEndsWithTheDeadlineAndALateAnswerHarmsNobody() throws Exception {
        var release = new CompletableFuture<Void>();
        var client = connect(peer -> {
            peer.greet();
            var late = peer.hear();
            release.join();
            peer.say("{\"return\":\"late\",\"id\":\"%s\"}\n".formatted(ScriptedPeer.Conversation.idOf(late)));
            peer.answer("\"prompt\"");
            peer.waitForHangUp();
        });

        assertFails(Kind.TIMEOUT, () -> client.execute("slow", SHORT));
        release.complete(null);

        assertThat(client.execute("quick", LONG).asString()).isEqualTo("prompt");
    }

    @Test
    void aPeerThatNeverGreetsIsGivenUp() throws Exception {
        var peer = open(new ScriptedPeer(folder, ScriptedPeer.Conversation::waitForHangUp));
        var channel = peer.connect();

        assertFails(Kind.TIMEOUT, () -> QmpClient.open(channel, "the peer", SHORT, ears));

        assertThat(channel.isOpen()).isFalse();
        peer.awaitEndOfScript();
    }

    @Test
    void aPeerThatReadsNothingHoldsUpNobody() throws Exception {
        var release = new CompletableFuture<Void>();
        var client = connect(peer -> {
            peer.greet();
            release.join();
        });
        var big = StrictJson.object().put("x", "y".repeat(1 << 20));

        for (var i = 0; i < 3; i++) {
            assertFails(Kind.TIMEOUT, () -> client.execute("x", big, SHORT));
        }
        client.close();
        release.complete(null);
        assertFails(Kind.LOST, () -> client.execute("x", SHORT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\n",
                "[1,2]\n",
                "{\"return\":{},\"id\":\"2\"} {}\n",
                "{\"return\":1,\"return\":2,\"id\":\"2\"}\n",
                "{\"id\":\"2\"}\n",
                "\u0000\u0001\u0002\n",
                "\n"
            })
    void garbageEndsTheConnectionAndEveryWait(String garbage) throws Exception {
        var client = connect(peer -> {
            peer.greet();
            peer.hear();
            peer.say(garbage);
            peer.waitForHangUp();
        });

        assertFails(Kind.LOST, () -> client.execute("x", LONG));
        assertThat(ears.lost.get(30, TimeUnit.SECONDS)).startsWith("it sent a");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void nestingBeyondTheLimitIsGarbage() throws Exception {
        var client = connect(peer -> {
            peer.greet();
            peer.hear();
            peer.say("{\"return\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"id\":\"2\"}\n");
            peer.waitForHangUp();
        });

        assertFails(Kind.LOST, () -> client.execute("x", LONG));
    }

    @Test
    void badUtf8IsGarbage() throws Exception {
        var client = connect(peer -> {
            peer.greet();
            peer.hear();
            peer.say(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}', '\n'});
            peer.waitForHangUp();
        });

        assertFails(Kind.LOST, () -> client.execute("x", LONG));
    }

    @Test
    void aLineOfAHundredMegabytesIsCutOffEarly() throws Exception {
        var sent = new CompletableFuture<Long>();
        var client = connect(peer -> {
            peer.greet();
            peer.hear();
            var block = "a".repeat(1 << 20);
            var bytes = 0L;
            try {
                for (var i = 0; i < 100; i++) {
                    peer.say(block);
                    bytes += block.length();
                }
            } finally {
                sent.complete(bytes);
            }
        });

        assertFails(Kind.LOST, () -> client.execute("x", LONG));
        assertThat(ears.lost.get(30, TimeUnit.SECONDS)).contains(LineReader.MAX_LINE_BYTES + " bytes");
        assertThat(sent.get(30, TimeUnit.SECONDS)).isLessThan(10L << 20);
    }

    @Test
    void deathInTheMiddleOfALineIsNoticed() throws Exception {
        var client = connect(peer -> {
            peer.greet();
            peer.hear();
            peer.say("{\"return\":{},\"i");
        });

        assertFails(Kind.LOST, () -> client.execute("x", LONG));
        assertThat(ears.lost.get(30, TimeUnit.SECONDS)).isEqualTo("it closed the connection");
    }

    @Test
    void deathIsNoticedWithoutAsking() throws Exception {
        connect(ScriptedPeer.Conversation::greet);

        assertThat(ears.lost.get(30, TimeUnit.SECONDS)).isEqualTo("it closed the connection");
    }

    @Test
    void closingIsNotALoss() throws Exception {
        var peer = open(new ScriptedPeer(folder, conversation -> {
            conversation.greet();
            conversation.waitForHangUp();
        }));
        var client = QmpClient.open(peer.connect(), "the peer", LONG, ears);

        client.close();
        peer.awaitEndOfScript();

        assertThat(ears.lost).isNotDone();
        assertFails(Kind.LOST, () -> client.execute("x", LONG));
    }

    private QmpClient connect(ScriptedPeer.Script script) throws Exception {
        var peer = open(new ScriptedPeer(folder, script));
        return open(QmpClient.open(peer.connect(), "the peer", LONG, ears));
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private static String nameIn(String command) {
        return command.contains("red") ? "red" : "blue";
    }

    private interface Call {
        void run() throws QmpException, IOException;
    }

    private static void assertFails(Kind kind, Call call) {
        assertThatExceptionOfType(QmpException.class)
                .isThrownBy(call::run)
                .extracting(QmpException::kind)
                .isEqualTo(kind);
    }

    private static <T> CompletableFuture<T> inBackground(java.util.concurrent.Callable<T> call) {
        var result = new CompletableFuture<T>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Keeps what the client's listener is told. */
    private static final class Ears implements QmpListener {
        private final BlockingQueue<QmpEvent> events = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> lost = new CompletableFuture<>();

        @Override
        public void event(QmpEvent event) {
            events.add(event);
        }

        @Override
        public void lost(String reason) {
            lost.complete(reason);
        }

        private QmpEvent next() throws InterruptedException {
            var event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("an event within 30 s").isNotNull();
            return event;
        }
    }
}
