package io.atoll.manager.enrolment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.manager.audit.AuditLog;
import io.atoll.manager.cluster.ZookeeperAddress;
import io.atoll.manager.enrolment.HostEnrolment.Enrolled;
import io.atoll.manager.enrolment.HostEnrolment.Request;
import io.atoll.manager.pki.internal.TestPki;
import io.atoll.manager.pki.internal.TestRequests;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEnrolmentTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(0, 5));
    private static final AuditLog NO_AUDIT = (_, _, _, _, _, _) -> {};

    private final Clock clock = Clock.systemUTC();
    private final TestDatabase database = TestDatabase.create();
    private final RecordedAdmissions inventory = new RecordedAdmissions(CLUSTER);
    private final EnrolledHosts hosts = new EnrolledHosts(database.jdbc());
    private final TestingServer zookeeper;
    private final ZookeeperConnection connection;
    private final TestPki pki;
    private final StoredJoinTokens tokens;
    private final TokenEnrolment enrolment;

    TokenEnrolmentTest(@TempDir Path folder) throws Exception {
        zookeeper = new TestingServer(true);
        pki = TestPki.open(database, folder, "m1", clock);
        connection = ZookeeperConnection.open(
                ZookeeperSettings.of(zookeeper.getConnectString(), pki.pki().installationId(), null));
        connection.createLayout();
        tokens = new StoredJoinTokens(database.jdbc(), pki.pki(), inventory, UUID::randomUUID, clock);
        enrolment = new TokenEnrolment(
                new Membership(pki.pki(), pki.hosts(), NO_AUDIT, UUID::randomUUID, clock),
                tokens,
                hosts,
                inventory,
                new HostRegistry(connection),
                new ZookeeperAddress("manager:2281", true),
                new EnrolmentProperties(null, Duration.ofMinutes(5)));
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        zookeeper.close();
        database.close();
    }

    @Test
    void aHostWithATokenBecomesAMember() {
        var enrolled = enrol(request(token(), "n1"));
        assertThat(enrolled.zookeeperConnect()).isEqualTo("manager:2281");
        assertThat(enrolled.clusterId()).isEqualTo(CLUSTER.toString());
        assertThat(enrolled.caPem()).isEqualTo(pki.pki().caCertificatePem());
        var host = HostId.parse(enrolled.hostId());
        assertThat(hosts.endpoint(host).orElseThrow().address()).isEqualTo("10.0.0.11");
        assertThat(inventory.admitted).hasSize(1);
        assertThat(inventory.told).anyMatch(line -> line.startsWith("certificate " + host));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> new HostRegistry(connection).members().contains(host));
    }

    @Test
    void aTokenIsGoodForOneHost() {
        var token = token();
        enrol(request(token, "n1"));
        assertRefused(request(token, "n2"), ErrorCode.JOIN_TOKEN_USED);
        assertThat(tokens.usable(token)).isFalse();
        assertThat(inventory.admitted).hasSize(1);
    }

    @Test
    void ofManyHostsThatUseOneTokenAtOnceOneComesIn() throws Exception {
        var token = token();
        var attempts = new ArrayList<Callable<Enrolled>>();
        for (var i = 0; i < 12; i++) {
            var name = "n" + i;
            attempts.add(() -> enrol(request(token, name)));
        }
        var won = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var attempt : threads.invokeAll(attempts)) {
                try {
                    assertThat(attempt.get().hostId()).isNotEmpty();
                    won++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    AtollException.class,
                                    refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.JOIN_TOKEN_USED));
                }
            }
        }
        assertThat(won).isEqualTo(1);
        assertThat(inventory.admitted).hasSize(1);
    }

    @Test
    void afterARefusalTheTokenCanStillBeUsed() {
        var token = token();
        var good = request(token, "n1");
        assertRefused(
                new Request(token, good.csrPem(), "n1", "10.0.0.11", 7443, clock.millis() - 3_600_000, "0.1.0"),
                ErrorCode.CLOCK_SKEW);
        assertThatThrownBy(() -> enrol(new Request(
                        token, good.csrPem(), "n1", "10.0.0.11", 7443, clock.millis() + 3_660_000, "0.1.0")))
                .hasMessageMatching("The host's clock is 36[56]\\d s ahead of the manager's .*");
        assertRefused(
                new Request(token, good.csrPem(), "n1", "10.0.0.11", 7443, Long.MAX_VALUE, "0.1.0"),
                ErrorCode.CLOCK_SKEW);
        assertRefused(
                new Request(token, good.csrPem(), "n1", "10.0.0.11", 7443, Long.MIN_VALUE, "0.1.0"),
                ErrorCode.CLOCK_SKEW);
        assertRefused(
                new Request(
                        token, TestRequests.pem("CN=somebody-else"), "n1", "10.0.0.11", 7443, clock.millis(), "0.1.0"),
                ErrorCode.CSR_REFUSED);
        assertThat(enrol(good).hostId()).isNotEmpty();
    }

    /** The end of a token is the fingerprint of the authority that a host would trust. */
    @Test
    void aTokenWithAnotherAuthoritysFingerprintIsRefusedAndTheRightOneStillWorks() {
        var token = token();
        char last = token.charAt(token.length() - 1);
        var otherSpelling = token.substring(0, token.length() - 1) + (char) (last + 1);
        var otherAuthority = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBA" : "AAAA");
        assertRefused(request(otherSpelling, "n1"), ErrorCode.JOIN_TOKEN_INVALID);
        assertRefused(request(otherAuthority, "n1"), ErrorCode.JOIN_TOKEN_INVALID);
        enrol(request(token, "n1"));
    }

    @Test
    void aTakenNameIsRefusedAndLeavesNothing() {
        enrol(request(token(), "n1"));
        assertRefused(request(token(), "n1"), ErrorCode.HOST_NAME_TAKEN);
        assertThat(hosts.endpoints()).hasSize(1);
    }

    @Test
    void anExpiredARemovedAndAForeignTokenAreRefused() {
        var expired = Objects.requireNonNull(
                database.transactions().execute(_ -> tokens.create(CLUSTER, Duration.ofMillis(1), "", "alice")));
        await().atMost(Duration.ofSeconds(5)).until(() -> !tokens.usable(expired.text()));
        assertRefused(request(expired.text(), "n1"), ErrorCode.JOIN_TOKEN_EXPIRED);
        var removed = token();
        tokens.remove(tokens.list().getFirst().id());
        assertRefused(request(removed, "n1"), ErrorCode.JOIN_TOKEN_INVALID);
        var secretChanged =
                new JoinTokenText(expired.id(), "00".repeat(32), pki.pki().caFingerprintSha256()).text();
        assertRefused(request(secretChanged, "n1"), ErrorCode.JOIN_TOKEN_INVALID);
        assertThatThrownBy(() -> database.transactions()
                        .execute(_ -> tokens.create(new ClusterId(new UUID(0, 6)), Duration.ofHours(1), "", "alice")))
                .isInstanceOf(AtollException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "atoll1.", "atoll1.AAAA", "atoll2.AAAA", "'; drop table join_token; --", "atoll1.****"})
    void whatIsNoTokenIsRefused(String text) {
        assertThat(tokens.usable(text)).isFalse();
        assertRefused(request(text, "n1"), ErrorCode.JOIN_TOKEN_INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.11|10.0.0.11",
                "2001:DB8::1|2001:db8:0:0:0:0:0:1",
                "N1.Example.org|n1.example.org",
                "127.0.0.1|127.0.0.1",
                "0.0.0.0|",
                "224.0.0.1|",
                "10.0.0.256|",
                "0x7f000001|",
                "2130706433|",
                "n1/../x|",
                "n1 n2|",
                "*.example.org|",
                "-n1|",
                "10.0.0.11:22|",
                "fe80::1|"
            })
    void anAgentsAddressIsReadOneWayOrRefused(String text, String canonical) {
        assertThat(AgentAddress.canonical(text).orElse(null)).isEqualTo(canonical);
    }

    @Test
    void fieldsOfHostileValueAreRefusedWithTheirNames() {
        var token = token();
        var bad = new Request(token, "", "../etc", "http://x", 0, clock.millis(), "v".repeat(100));
        assertThatThrownBy(() -> enrol(bad)).isInstanceOfSatisfying(AtollException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
            assertThat(e.causes())
                    .extracting("field")
                    .contains("hostname", "agentAddress", "agentPort", "agentVersion");
        });
    }

    private String token() {
        return Objects.requireNonNull(
                        database.transactions().execute(_ -> tokens.create(CLUSTER, Duration.ofHours(1), "", "alice")))
                .text();
    }

    private Request request(String token, String name) {
        return new Request(token, TestRequests.pem("CN=" + name), name, "10.0.0.11", 7443, clock.millis(), "0.1.0");
    }

    private Enrolled enrol(Request request) {
        return Objects.requireNonNull(database.transactions().execute(_ -> enrolment.enrol(request, "10.0.0.11")));
    }

    private void assertRefused(Request request, ErrorCode code) {
        assertThatThrownBy(() -> enrol(request))
                .isInstanceOfSatisfying(
                        AtollException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
