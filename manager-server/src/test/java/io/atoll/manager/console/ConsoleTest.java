package io.atoll.manager.console;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A ticket opens one console of one VM once, soon, for who asked for it. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private VmId vm;
    private String here;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    ConsoleTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 1);
        vm = dc.runningVm("a");
        here = "https://localhost:" + manager.port();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    /** What a browser's end hears. */
    private static final class Screen implements WebSocket.Listener {
        final CompletableFuture<String> said = new CompletableFuture<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            said.complete(StandardCharsets.UTF_8.decode(data).toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }
    }

    private String ticket(ApiClient client) throws Exception {
        var answer = client.post("/api/v1/vms/" + vm + "/console-tickets", Map.of("kind", "SERIAL"));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json().get("ticket").asString();
    }

    private CompletableFuture<WebSocket> connect(ApiClient client, String ticket, String origin, Screen screen) {
        return client.webSocket(
                "/api/v1/console", Map.of("Origin", origin), List.of("binary", "ticket." + ticket), screen);
    }

    private void refused(int status, CompletableFuture<WebSocket> attempt) {
        assertThatThrownBy(attempt::join)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refusal ->
                                assertThat(refusal.getResponse().statusCode()).isEqualTo(status));
    }

    @Test
    void aTicketOpensTheConsoleOnce() throws Exception {
        var ticket = ticket(dc.api());
        var screen = new Screen();
        var socket = connect(manager.anonymous(), ticket, here, screen).join();
        socket.sendBinary(ByteBuffer.wrap("echo".getBytes(StandardCharsets.UTF_8)), true)
                .join();
        await().atMost(LONG).until(() -> screen.said.isDone());
        assertThat(screen.said.join()).isEqualTo("echo");
        refused(401, connect(manager.anonymous(), ticket, here, new Screen()));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private Instant lastSeen() throws Exception {
        return Instant.parse(dc.get("/api/v1/hosts/" + dc.host("a").id())
                .at("/status/lastSeenAt")
                .asString());
    }

    @Test
    void aTicketIsTooOldAfterHalfAMinute() throws Exception {
        var ticket = ticket(dc.api());
        var clock = manager.bean(MovableClock.class);
        clock.forward(Duration.ofSeconds(31));
        var late = clock.instant();
        refused(401, connect(manager.anonymous(), ticket, here, new Screen()));
        // To the host's watch it was silent meanwhile: until it is heard at the new time it may yet be called lost.
        await().atMost(LONG).until(() -> lastSeen().isAfter(late.minusSeconds(15)));
        dc.awaitReady(dc.host("a"));
        dc.awaitState(vm, "RUNNING");
    }

    @Test
    void aGuessedOrTamperedTicketOpensNothing() throws Exception {
        var ticket = ticket(dc.api());
        var other = (ticket.charAt(0) == 'A' ? 'B' : 'A') + ticket.substring(1);
        refused(401, connect(manager.anonymous(), other, here, new Screen()));
        refused(401, connect(manager.anonymous(), "x", here, new Screen()));
        refused(401, manager.anonymous().webSocket("/api/v1/console", Map.of("Origin", here), List.of(), new Screen()));
        connect(manager.anonymous(), ticket, here, new Screen()).join().abort();
    }

    @Test
    void anotherPageOpensNothingAndUsesNothingUp() throws Exception {
        var ticket = ticket(dc.api());
        for (var origin :
                List.of("https://evil.example", "null", "http://localhost:" + manager.port(), here + ".evil")) {
            refused(403, connect(manager.anonymous(), ticket, origin, new Screen()));
        }
        refused(
                403,
                manager.anonymous().webSocket("/api/v1/console", Map.of(), List.of("ticket." + ticket), new Screen()));
        connect(manager.anonymous(), ticket, here, new Screen()).join().abort();
    }

    @Test
    void aSessionsTicketIsGoodInThatSessionOnly() throws Exception {
        var mine = manager.login(ManagerUnderTest.ADMIN, ManagerUnderTest.PASSWORD);
        var theirs = manager.login(ManagerUnderTest.ADMIN, ManagerUnderTest.PASSWORD);
        refused(401, connect(theirs, ticket(mine), here, new Screen()));
        refused(401, connect(manager.anonymous(), ticket(mine), here, new Screen()));
        connect(mine, ticket(mine), here, new Screen()).join().abort();
    }

    @Test
    void whoLogsOutLosesTheConsole() throws Exception {
        var session = manager.login(ManagerUnderTest.ADMIN, ManagerUnderTest.PASSWORD);
        var screen = new Screen();
        connect(session, ticket(session), here, screen).join();
        assertThat(session.delete("/api/v1/sessions/current").status()).isLessThan(300);
        await().atMost(LONG).until(() -> screen.closed.isDone());
        assertThat(screen.closed.join()).isEqualTo(4003);
    }

    @Test
    void aVmThatStoppedMeanwhileHasNoConsole() throws Exception {
        var ticket = ticket(dc.api());
        dc.succeeded(dc.act(vm, "stop"));
        var screen = new Screen();
        connect(manager.anonymous(), ticket, here, screen).join();
        await().atMost(LONG).until(() -> screen.closed.isDone());
        assertThat(dc.post("/api/v1/vms/" + vm + "/console-tickets", Map.of("kind", "VNC"))
                        .code())
                .isEqualTo("VM_WRONG_STATE");
        dc.succeeded(dc.start(vm, "a"));
    }

    @Test
    void aViewerGetsNoTicketAndTicketsAreNotInTheAudit() throws Exception {
        var refused = manager.as(Role.VIEWER).post("/api/v1/vms/" + vm + "/console-tickets", Map.of("kind", "VNC"));
        assertThat(refused.code()).isEqualTo("FORBIDDEN");
        var ticket = ticket(dc.api());
        assertThat(dc.api().get("/api/v1/audit?limit=50").text())
                .contains("console-tickets")
                .doesNotContain(ticket);
        assertThat(dc.post("/api/v1/vms/00000000-0000-7000-8000-000000000000/console-tickets", Map.of("kind", "VNC"))
                        .code())
                .isEqualTo("VM_NOT_FOUND");
    }
}
