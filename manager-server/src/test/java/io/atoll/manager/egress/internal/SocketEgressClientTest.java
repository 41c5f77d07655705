package io.atoll.manager.egress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import io.atoll.manager.egress.EgressLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real socket that answers with prepared bytes, so that answers no honest server gives can be tried too. */
@Timeout(60)
class SocketEgressClientTest {
    private static final EgressLimits LIMITS =
            new EgressLimits(1_000, Duration.ofSeconds(30), 1, Duration.ofSeconds(20));

    private final ConcurrentLinkedDeque<String> answers = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<String> requests = new ConcurrentLinkedDeque<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void givesTheBodyItsSizeAndItsDigest() throws EgressException {
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more that is not the body");
        var sink = new ByteArrayOutputStream();
        var fetched = client().fetch(url("/a?b=c"), LIMITS, sink, (_, _) -> {});
        assertThat(sink).hasToString("hello");
        assertThat(fetched.sizeBytes()).isEqualTo(5);
        assertThat(fetched.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(requests.getFirst()).startsWith("GET /a?b=c HTTP/1.1\r\n").contains("Connection: close");
    }

    @Test
    void readsChunks() throws EgressException {
        answers.add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
        var sink = new ByteArrayOutputStream();
        client().fetch(url("/"), LIMITS, sink, (_, _) -> {});
        assertThat(sink).hasToString("hello");
    }

    @Test
    void followsRedirectsAndChecksEachOfThem() throws EgressException {
        answers.add("HTTP/1.1 302 Found\r\nLocation: /second\r\n\r\n");
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        assertThat(client().fetch(url("/first"), LIMITS, new ByteArrayOutputStream(), (_, _) -> {})
                        .finalUrl())
                .endsWith("/second");
        assertThat(lookups).as("one look-up for each connection").hasValue(2);

        answers.add("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\n\r\n");
        refused("/", Reason.ADDRESS_REFUSED, "closed to URLs");
        answers.add("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n");
        refused("/", Reason.URL_REFUSED, "http://");
        answers.add("HTTP/1.1 302 Found\r\nLocation: //127.0.0.1/\r\n\r\n");
        refused("/", Reason.URL_REFUSED, "http://");
        for (int i = 0; i < 6; i++) {
            answers.add("HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n");
        }
        refused("/", Reason.LIMIT_REACHED, "more than 5 times");
    }

    @Test
    void endsWhatIsTooLarge() {
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
        refused("/", Reason.LIMIT_REACHED, "larger than 1000 bytes");
        answers.add("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1_001));
        refused("/", Reason.LIMIT_REACHED, "larger than 1000 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 404 Not Found\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "",
            })
    void endsWhatIsNotACompleteAnswer(String answer) {
        answers.add(answer);
        assertThatThrownBy(() -> client().fetch(url("/"), LIMITS, new ByteArrayOutputStream(), (_, _) -> {}))
                .isInstanceOfSatisfying(
                        EgressException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRANSFER_FAILED));
    }

    @Test
    void neverConnectsWhereOneOfTheAddressesIsClosed() {
        var client = new SocketEgressClient(
                new PinnedHttp(
                        new AddressPolicy(List.of()),
                        _ -> List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.getLoopbackAddress()),
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        Clock.systemUTC()),
                Clock.systemUTC());
        assertThatThrownBy(
                        () -> client.fetch("http://mixed.example/", LIMITS, new ByteArrayOutputStream(), (_, _) -> {}))
                .isInstanceOf(EgressException.class)
                .hasMessageContaining("closed to URLs");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "jar:http://example.org!/",
                "file:///etc/passwd",
                "//example.org/",
                "http://user@example.org/",
                "http://example.org#@evil/",
                "http://example.org\\@evil/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://exämple.org/",
                "http://example.org:0/",
                "http://example.org:70000/",
                "http://example.org/a b",
                "http://example.org/\r\nHost: x",
                "http://[::1",
                "http:///x",
                "http://a..b/",
                ""
            })
    void refusesAUrlThatCouldBeReadInTwoWays(String url) {
        assertThatThrownBy(() -> client().check(url))
                .isInstanceOfSatisfying(
                        EgressException.class, e -> assertThat(e.reason()).isEqualTo(Reason.URL_REFUSED));
    }

    private void refused(String path, Reason reason, String text) {
        assertThatThrownBy(() -> client().fetch(url(path), LIMITS, new ByteArrayOutputStream(), (_, _) -> {}))
                .hasMessageContaining(text)
                .isInstanceOfSatisfying(
                        EgressException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private String url(String path) {
        return "http://images.example:" + server.getLocalPort() + path;
    }

    private SocketEgressClient client() {
        var names = new ArrayDeque<>(List.of(InetAddress.getLoopbackAddress()));
        var http = new PinnedHttp(
                new AddressPolicy(List.of("127.0.0.0/8")),
                host -> {
                    lookups.incrementAndGet();
                    return host.equals("images.example") ? List.copyOf(names) : List.of(InetAddress.getByName(host));
                },
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                Clock.systemUTC());
        return new SocketEgressClient(http, Clock.systemUTC());
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                requests.add(head(socket.getInputStream()));
                var answer = answers.poll();
                socket.getOutputStream().write((answer == null ? "" : answer).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // The client has seen enough, or the test is over.
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        return head.toString();
    }
}
