package io.atoll.manager.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.cluster.Managers;
import io.atoll.manager.pki.internal.TestPki;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.LeaderEpoch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A follower hands requests on to a leader that is a real HTTPS server with the installation's web certificate. */
class HttpsLeaderRelayTest {
    private static final byte[] BODY = body(3_000_001);

    private final TestDatabase database = TestDatabase.create();
    private final TestPki pki;
    private final HttpsServer leader;
    private final List<Received> received = new ArrayList<>();

    HttpsLeaderRelayTest(@TempDir Path folder) throws Exception {
        pki = TestPki.open(database, folder, "m1", Clock.systemUTC());
        leader = serve(pki.webContext());
    }

    @AfterEach
    void stop() {
        leader.stop(0);
        database.close();
    }

    private record Received(String method, String uri, List<String> headers, ByteBuffer body) {}

    @Test
    void theLeaderGetsTheRequestAsItCameAndItsAnswerGoesBack() throws Exception {
        var answer = new MockHttpServletResponse();
        relay(leader).relay(upload(), answer);
        assertThat(received).hasSize(1);
        var got = received.getFirst();
        assertThat(got.method()).isEqualTo("PUT");
        assertThat(got.uri()).isEqualTo("/api/v1/images/7/content?wait=5s");
        assertThat(got.headers())
                .containsExactly("application/octet-stream", "Bearer atk_x", Integer.toString(BODY.length), "1");
        assertThat(got.body()).isEqualTo(ByteBuffer.wrap(BODY));
        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(answer.getHeader("Location")).isEqualTo("/api/v1/tasks/1");
        assertThat(answer.getContentAsString()).isEqualTo("{}");
    }

    @Test
    void whatWasHandedOnOnceIsNotHandedOnAgain() {
        var request = upload();
        request.addHeader(HttpsLeaderRelay.HANDED_ON, "1");
        assertThatThrownBy(() -> relay(leader).relay(request, new MockHttpServletResponse()))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("does not lead");
        assertThat(received).isEmpty();
    }

    @Test
    void aServerWithoutTheManagersKeyGetsNothing(@TempDir Path elsewhere) throws Exception {
        try (var otherDatabase = TestDatabase.create()) {
            var stranger = serve(TestPki.open(otherDatabase, elsewhere, "m1", Clock.systemUTC())
                    .webContext());
            try {
                assertThatThrownBy(() -> relay(stranger).relay(upload(), new MockHttpServletResponse()))
                        .isInstanceOf(AtollException.class)
                        .hasMessageContaining("did not take the request");
            } finally {
                stranger.stop(0);
            }
        }
        var manager = serve(pki.memberContext());
        try {
            assertThatThrownBy(() -> relay(manager).relay(upload(), new MockHttpServletResponse()))
                    .as("a member's certificate of this installation, but no web server's")
                    .isInstanceOf(AtollException.class);
        } finally {
            manager.stop(0);
        }
        assertThat(received).isEmpty();
    }

    @Test
    void withoutALeaderItSaysSo() throws Exception {
        var nobody = new HttpsLeaderRelay(new Following(), List::of, pki.pki());
        assertThatThrownBy(() -> nobody.relay(upload(), new MockHttpServletResponse()))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("No manager leads");
        var gone = serve(pki.webContext());
        gone.stop(0);
        assertThatThrownBy(() -> relay(gone).relay(upload(), new MockHttpServletResponse()))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("did not take the request");
    }

    private static byte[] body(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((i * 31) >> 3);
        }
        return bytes;
    }

    private HttpsLeaderRelay relay(HttpsServer to) {
        var address = "127.0.0.1:" + to.getAddress().getPort();
        return new HttpsLeaderRelay(
                new Following(),
                () -> List.of(new Managers.Manager(new UUID(0, 1), address, true, Instant.EPOCH, "test")),
                pki.pki());
    }

    private static MockHttpServletRequest upload() {
        var request = new MockHttpServletRequest("PUT", "/api/v1/images/7/content");
        request.setQueryString("wait=5s");
        request.setContentType("application/octet-stream");
        request.addHeader("Authorization", "Bearer atk_x");
        request.addHeader("X-Secret-Of-A-Proxy", "not for others");
        request.setContent(BODY);
        return request;
    }

    private HttpsServer serve(SSLContext tls) throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    List.of(
                            headers.getFirst("Content-Type"),
                            headers.getFirst("Authorization"),
                            headers.getFirst("Content-Length"),
                            headers.getFirst(HttpsLeaderRelay.HANDED_ON)),
                    ByteBuffer.wrap(exchange.getRequestBody().readAllBytes())));
            exchange.getResponseHeaders().set("Location", "/api/v1/tasks/1");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(202, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Following() implements Leadership {
        @Override
        public boolean isLeader() {
            return false;
        }

        @Override
        public Optional<LeaderEpoch> epoch() {
            return Optional.empty();
        }

        @Override
        public void onChange(LeadershipListener listener) {
            listener.following();
        }
    }
}
