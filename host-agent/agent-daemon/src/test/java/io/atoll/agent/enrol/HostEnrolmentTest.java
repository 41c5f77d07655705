package io.atoll.agent.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atoll.agent.TestAuthority;
import io.atoll.agent.identity.AgentSettings;
import io.atoll.agent.identity.AgentSettings.NetworkSettings;
import io.atoll.agent.identity.JoinToken;
import io.atoll.agent.identity.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostEnrolmentTest {
    private final TestAuthority authority = new TestAuthority();

    @TempDir
    Path folder;

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }

    private static AgentSettings settings() {
        return new AgentSettings(
                "n1",
                "127.0.0.1",
                7443,
                new NetworkSettings(null, "atbr0", null),
                new java.util.TreeMap<>(Map.of("rack", "r1")),
                null,
                null);
    }

    private HostEnrolment.Enrolled enrol(URI manager, JoinToken token) throws EnrolmentRefusedException {
        return new HostEnrolment(state(), Clock.systemUTC(), "1.2.3").enrol(manager, token, settings());
    }

    private EnrolmentRefusedException refused(URI manager, JoinToken token) {
        var refusal = catchThrowableOfType(EnrolmentRefusedException.class, () -> enrol(manager, token));
        assertThat(refusal).isNotNull();
        assertThat(refusal.fix()).isNotBlank();
        assertThat(folder.resolve("state")).doesNotExist();
        return refusal;
    }

    @Test
    void becomesAMemberWithAKeyThatStaysHere() throws Exception {
        try (var manager = TestManager.of(authority)) {
            var enrolled = enrol(manager.url(), manager.token());

            assertThat(enrolled.identity().hostId()).hasToString(manager.hostId());
            assertThat(enrolled.clockNeedsCare()).isFalse();
            assertThat(state().identity()).contains(enrolled.identity());
            var trust = state().certificates().load(Instant.now());
            assertThat(trust.authorities()).containsExactly(authority.certificate());
            assertThat(manager.lastRequest().toString()).doesNotContain("PRIVATE KEY");
            assertThat(manager.lastRequest().get("hostname")).isEqualTo("n1");
            assertThat(manager.lastRequest().get("agentPort")).isEqualTo(7443);
            assertThat(onlyOwnerMayRead(state().certificates().keyFile())).isTrue();
            assertThat(state().certificates().current().resolve("dh-params.pem"))
                    .as("QEMU would search for a prime of its own at each arrival")
                    .content()
                    .startsWith("-----BEGIN DH PARAMETERS-----");
            assertThat(onlyOwnerMayRead(state().certificates().current().resolve("server-key.pem")))
                    .isTrue();
        }
    }

    @Test
    void doesNotSendItsTokenToAnImpostor() {
        var impostor = new TestAuthority();
        try (var manager = TestManager.of(impostor)) {
            var refusal = refused(manager.url(), TestManager.tokenFor(authority.certificate()));
            assertThat(refusal).hasMessageContaining("not the manager that made this join token");
            assertThat(refusal.fix()).contains("intercepts TLS");
            assertThat(manager.requests()).isZero();
        }
    }

    @Test
    void isNotFooledByTheRightAuthoritySentAlongAForeignCertificate() {
        var impostor = new TestAuthority();
        try (var manager = new TestManager(impostor, TestAuthority.managerContents(), authority.certificate())) {
            refused(manager.url(), TestManager.tokenFor(authority.certificate()));
            assertThat(manager.requests()).isZero();
        }
    }

    @Test
    void wantsTheCertificateMadeOutToTheNameItCalls() {
        var contents = TestAuthority.contents(
                "atoll-manager", TestAuthority.uri("atoll:manager:m1"), TestAuthority.dns("other.example"));
        try (var manager = new TestManager(authority, contents, authority.certificate())) {
            var refusal = refused(manager.url(), manager.token());
            assertThat(refusal).hasMessageContaining("localhost");
            assertThat(refusal.fix()).contains("name or address");
            assertThat(manager.requests()).isZero();
        }
    }

    @Test
    void suspectsTheClockWhenTheCertificateIsNotValidNow() {
        var usual = TestAuthority.managerContents();
        var old = new TestAuthority.Contents(
                usual.commonName(),
                usual.names(),
                usual.uses(),
                Instant.now().minus(Duration.ofDays(9)),
                Instant.now().minus(Duration.ofDays(1)));
        try (var manager = new TestManager(authority, old, authority.certificate())) {
            var refusal = refused(manager.url(), manager.token());
            assertThat(refusal).hasMessageContaining("not valid now");
            assertThat(refusal.fix()).contains("clock");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, JOIN_TOKEN_INVALID, new join token",
        "410, JOIN_TOKEN_USED, new join token",
        "410, JOIN_TOKEN_EXPIRED, new join token",
        "422, CLOCK_SKEW, clock",
        "409, HOST_NAME_TAKEN, --name",
        "503, NOT_READY, log",
    })
    void tellsWhyTheManagerRefusesAndWhatToDo(int status, String code, String fix) {
        try (var manager = TestManager.of(authority).refusing(status, code, "The reason.\u001b[2J")) {
            var refusal = refused(manager.url(), manager.token());
            assertThat(refusal).hasMessageContaining(code).hasMessageContaining("The reason.");
            assertThat(refusal.getMessage()).doesNotContain("\u001b");
            assertThat(refusal.fix()).contains(fix);
        }
    }

    static List<UnaryOperator<Map<String, Object>>> answersThatDoNotFit() {
        var other = new TestAuthority();
        var stranger = other.host(UUID.randomUUID().toString());
        return List.of(
                answer -> with(answer, "certificatePem", stranger.certificatePem()),
                answer -> with(answer, "caPem", other.pem()),
                answer -> with(answer, "hostId", UUID.randomUUID().toString()),
                answer -> with(answer, "hostId", "../../etc"),
                answer -> with(answer, "crlPem", other.crlPem()),
                answer ->
                        with(answer, "certificatePem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
                answer -> with(answer, "zookeeperConnect", ""),
                answer -> with(answer, "serverTimeMs", "noon"));
    }

    @ParameterizedTest
    @MethodSource("answersThatDoNotFit")
    void writesNothingWhenTheAnswerDoesNotFit(UnaryOperator<Map<String, Object>> bend) {
        try (var manager = TestManager.of(authority).bending(bend)) {
            refused(manager.url(), manager.token());
        }
    }

    @Test
    void tellsThatNothingListens() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var refusal = refused(URI.create("https://localhost:" + port), TestManager.tokenFor(authority.certificate()));
        assertThat(refusal.fix()).contains("firewall");
    }

    @Test
    void wantsAnHttpsUrl() {
        var refusal = refused(URI.create("http://localhost:1"), TestManager.tokenFor(authority.certificate()));
        assertThat(refusal).hasMessageContaining("not a manager's URL");
    }

    private static Map<String, Object> with(Map<String, Object> answer, String field, Object value) {
        answer.put(field, value);
        return answer;
    }

    private static boolean onlyOwnerMayRead(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                .equals("rw-------");
    }
}
