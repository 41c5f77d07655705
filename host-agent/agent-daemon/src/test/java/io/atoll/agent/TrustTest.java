package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.CertificateRequestRequest;
import io.atoll.agent.v1.GetHostRequest;
import io.atoll.agent.v1.InstallTrustRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may call the agent, and who may not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustTest {
    private static final String NO_ZOOKEEPER = "127.0.0.1:9";
    private final TestAuthority authority = new TestAuthority();

    @TempDir
    static Path folder;

    private TestHost host;

    @BeforeAll
    void start() throws Exception {
        host = new TestHost(folder, authority, NO_ZOOKEEPER).start();
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private static String callWith(ManagedChannel channel) {
        return AgentServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .getHost(GetHostRequest.getDefaultInstance())
                .getHostId();
    }

    private void assertRefused(TestAuthority.@Nullable Identity client, String protocol) {
        var refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> callWith(host.channel(client, protocol)));
        assertThat(refused).isNotNull();
        assertThat(refused.getStatus().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED);
    }

    @Test
    void servesAManager() {
        assertThat(callWith(host.channel(authority.manager()))).isEqualTo(host.id.toString());
    }

    @Test
    void refusesNobody() {
        assertRefused(null, "TLSv1.3");
    }

    @Test
    void refusesAnotherHost() {
        assertRefused(authority.host(UUID.randomUUID().toString()), "TLSv1.3");
    }

    @Test
    void refusesItself() {
        assertRefused(authority.host(host.id.toString()), "TLSv1.3");
    }

    @Test
    void refusesAManagerOfAnotherInstallation() {
        assertRefused(new TestAuthority().manager(), "TLSv1.3");
    }

    @Test
    void refusesAnOlderTls() {
        assertRefused(authority.manager(), "TLSv1.2");
    }

    @Test
    void refusesCertificatesThatSayTheWrongThing() {
        var now = Instant.now();
        var usual = TestAuthority.managerContents();
        var day = Duration.ofDays(1);
        var uses = usual.uses();
        for (var contents : List.of(
                new TestAuthority.Contents("m", usual.names(), uses, now.minus(day.multipliedBy(9)), now.minus(day)),
                new TestAuthority.Contents("m", usual.names(), uses, now.plus(day), now.plus(day.multipliedBy(9))),
                new TestAuthority.Contents(
                        "m", usual.names(), List.of(KeyPurposeId.id_kp_serverAuth), usual.from(), usual.until()),
                new TestAuthority.Contents("m", usual.names(), List.of(), usual.from(), usual.until()),
                new TestAuthority.Contents(
                        "m", List.of(TestAuthority.dns("atoll-manager")), uses, usual.from(), usual.until()),
                new TestAuthority.Contents(
                        "m", List.of(TestAuthority.uri("atoll:admin:x")), uses, usual.from(), usual.until()),
                new TestAuthority.Contents(
                        "m", List.of(TestAuthority.uri("atoll:manager:")), uses, usual.from(), usual.until()),
                new TestAuthority.Contents(
                        "m",
                        TestAuthority.plus(usual.names(), TestAuthority.uri("atoll:host:h")),
                        uses,
                        usual.from(),
                        usual.until()))) {
            assertRefused(authority.issue(contents), "TLSv1.3");
        }
    }

    @Test
    void revocationEndsAnOpenConnection() {
        var revoked = authority.manager();
        var channel = host.channel(revoked);
        assertThat(callWith(channel)).isEqualTo(host.id.toString());
        host.calls()
                .installTrust(InstallTrustRequest.newBuilder()
                        .setCaPem(authority.pem())
                        .setCrlPem(authority.crlPem(revoked.certificate()))
                        .build());
        assertThatThrownBy(() -> callWith(channel)).hasMessageContaining("was revoked");
        assertRefused(revoked, "TLSv1.3");
        assertThat(callWith(host.channel(authority.manager()))).isEqualTo(host.id.toString());
    }

    @Test
    void takesANewCertificateWithoutARestart() throws Exception {
        var before = Files.readString(host.state.resolve("tls/current/cert.pem"));
        var csr = host.calls().newCertificateRequest(CertificateRequestRequest.getDefaultInstance());
        PKCS10CertificationRequest request;
        try (var parser = new PEMParser(new StringReader(csr.getCsrPem()))) {
            request = (PKCS10CertificationRequest) parser.readObject();
        }
        var certificate = authority.certify(
                TestAuthority.hostContents(host.id.toString()),
                new JcaPKCS10CertificationRequest(request).getPublicKey());
        var pem = io.atoll.agent.identity.Pem.ofCertificate(certificate);
        var installed = host.calls()
                .installTrust(InstallTrustRequest.newBuilder()
                        .setCertificatePem(pem)
                        .setCaPem(authority.pem())
                        .setCrlPem(authority.crlPem())
                        .build());
        assertThat(installed.getCertificateSerial())
                .isEqualTo(certificate.getSerialNumber().toString(16));
        assertThat(Files.readString(host.state.resolve("tls/current/server-cert.pem")))
                .isEqualTo(pem)
                .isNotEqualTo(before);
        assertThat(callWith(host.channel(authority.manager()))).isEqualTo(host.id.toString());
        try (var generations = Files.list(host.state.resolve("tls"))) {
            assertThat(generations.filter(path -> path.getFileName().toString().startsWith("generation-")))
                    .hasSize(1);
        }
    }

    @Test
    void keepsItsTrustWhenWhatComesIsWrong() {
        var other = new TestAuthority();
        var foreign = authority.host(UUID.randomUUID().toString());
        for (var wrong : List.of(
                InstallTrustRequest.newBuilder().setCaPem(other.pem()).build(),
                InstallTrustRequest.newBuilder().setCaPem("").build(),
                InstallTrustRequest.newBuilder()
                        .setCaPem(authority.pem())
                        .setCrlPem(other.crlPem())
                        .build(),
                InstallTrustRequest.newBuilder()
                        .setCaPem(authority.pem())
                        .setCertificatePem(foreign.certificatePem())
                        .build())) {
            assertThatThrownBy(() -> host.calls().installTrust(wrong)).isInstanceOf(StatusRuntimeException.class);
        }
        assertThat(callWith(host.channel(authority.manager()))).isEqualTo(host.id.toString());
    }
}
