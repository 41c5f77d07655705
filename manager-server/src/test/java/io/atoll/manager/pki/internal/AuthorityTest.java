package io.atoll.manager.pki.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.pki.IssuedCertificate;
import io.atoll.manager.pki.PublicAddress;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.HostId;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
    private static final HostId HOST = new HostId(new UUID(0, 1));
    private static final PublicAddress ADDRESS = new PublicAddress(
            URI.create("https://manager.example:8443"), List.of("manager.example", "10.0.0.1", "::1"));

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private TestDatabase database = TestDatabase.create();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final MovableClock clock = new MovableClock();

    @BeforeEach
    void freshDatabase() {
        database.close();
        database = TestDatabase.create();
        now = clock.instant();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aHostsCertificateSaysWhoItIsAndNothingElse() throws Exception {
        var pki = open(folder.resolve("a.key"));
        var issued = issue(pki, "10.0.0.11");
        var certificate = Pem.certificate(issued.pem());
        certificate.verify(pki.caCertificate().getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=" + HOST + ",O=" + pki.installationId());
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(6, "atoll:host:" + HOST), List.of(7, "10.0.0.11"));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
        assertThat(Duration.between(now, issued.notAfter())).isBetween(Duration.ofDays(89), Duration.ofDays(91));
        assertThat(pki.current(HOST).orElseThrow().serial()).isEqualTo(issued.serial());
    }

    @Test
    void theManagersOwnCertificateNamesTheManagerAndItsAddresses() throws Exception {
        var pki = open(folder.resolve("a.key"));
        var chain = pki.managerIdentity().certificateChainPem();
        var certificate = Pem.certificate(chain);
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=atoll-manager,O=" + pki.installationId());
        assertThat(certificate.getSubjectAlternativeNames())
                .contains(List.of(6, "atoll:manager:" + pki.managerId()), List.of(7, "10.0.0.1"));
        assertThat(pki.managerIdentity().toString()).doesNotContain("PRIVATE");
    }

    @Test
    void aRevokedCertificateIsOnTheListAndKnownToEveryManager() throws Exception {
        var first = parts(folder.resolve("a.key"), "m1");
        var second = parts(folder.resolve("a.key"), "m2");
        var heard = new ArrayList<String>();
        second.pki().onRevocation(heard::addAll);
        var old = issue(first.pki(), "10.0.0.11");
        var kept = issue(first.pki(), "10.0.0.11");
        database.transactions().executeWithoutResult(_ -> first.pki().revoke(HOST, kept.serial(), "rotated"));
        assertThat(first.pki().isRevoked(Pem.certificate(old.pem()).getSerialNumber()))
                .isTrue();
        assertThat(first.pki().isRevoked(Pem.certificate(kept.pem()).getSerialNumber()))
                .isFalse();
        second.revocations().refresh();
        assertThat(second.pki().isRevoked(Pem.certificate(old.pem()).getSerialNumber()))
                .isTrue();
        assertThat(heard).containsExactly(old.serial());
        var list = crl(second.pki().crlPem());
        list.verify(second.pki().caCertificate().getPublicKey());
        assertThat(list.getRevokedCertificate(Pem.certificate(old.pem()))).isNotNull();
        assertThat(list.getRevokedCertificate(Pem.certificate(kept.pem()))).isNull();
    }

    @Test
    void aRevocationThatIsRolledBackDidNotHappen() {
        var pki = open(folder.resolve("a.key"));
        var issued = issue(pki, "10.0.0.11");
        database.transactions().executeWithoutResult(status -> {
            pki.revoke(HOST, "", "by mistake");
            status.setRollbackOnly();
        });
        assertThat(pki.isRevoked(Pem.certificate(issued.pem()).getSerialNumber()))
                .isFalse();
        assertThat(pki.current(HOST)).isPresent();
    }

    @Test
    void managersThatStartAtOnceFoundOneInstallation() throws Exception {
        var key = folder.resolve("shared.key");
        var openings = new ArrayList<Callable<UUID>>();
        for (var i = 0; i < 4; i++) {
            var name = "m" + i;
            openings.add(() -> parts(key, name).pki().installationId());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ids = new ArrayList<UUID>();
            for (var opening : threads.invokeAll(openings)) {
                ids.add(opening.get());
            }
            assertThat(ids).hasSize(4);
            assertThat(java.util.Set.copyOf(ids)).hasSize(1);
        }
    }

    @Test
    void theSecretsKeyIsPrivateAndTheRightOneIsNeeded() throws Exception {
        var right = folder.resolve("secrets/right.key");
        open(right);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(right)))
                .isEqualTo("rw-------");
        var wrong = folder.resolve("wrong.key");
        SecretsKey.loadOrCreate(wrong, new SecureRandom());
        assertThatThrownBy(() -> open(wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(wrong.toString())
                .hasMessageContaining("atoll.secrets.key-file");
        var missing = folder.resolve("missing.key");
        assertThatThrownBy(() -> open(missing))
                .hasMessageContaining("copy it")
                .hasMessageContaining(missing.toString());
        assertThat(missing).doesNotExist();
    }

    @Test
    void noKeyIsReadableInTheDatabase() {
        open(folder.resolve("a.key"));
        var row = database.jdbc()
                .sql("select ca_key_sealed || web_key_sealed from installation")
                .query(String.class)
                .single();
        var other = SecretsKey.loadOrCreate(folder.resolve("other.key"), new SecureRandom());
        assertThat(row).isNotEmpty();
        assertThatThrownBy(() -> other.open(row.substring(0, 200), "the key of the certificate authority"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theWebServersKeyStaysSoThatAPinnedKeyFitsEveryManager() {
        var one = parts(folder.resolve("a.key"), "m1");
        var two = parts(folder.resolve("a.key"), "m2");
        assertThat(one.pki().webKeyPinSha256())
                .isEqualTo(two.pki().webKeyPinSha256())
                .hasSize(44);
        assertThat(one.pki().managerId()).isNotEqualTo(two.pki().managerId());
    }

    @Test
    void aHandshakeThatBeganBeforeARenewalEndsWithTheKeyOfItsCertificate() {
        var own = parts(folder.resolve("a.key"), "m1").manager();
        var keys = new OwnKeyManager(own);
        var begun = Objects.requireNonNull(keys.chooseEngineServerAlias("EC", null, null));
        var shown = keys.getCertificateChain(begun)[0];
        clock.forward(Duration.ofDays(61));
        own.renewIfDue();
        var next = Objects.requireNonNull(keys.chooseEngineServerAlias("EC", null, null));
        assertThat(keys.getCertificateChain(next)[0]).isNotEqualTo(shown);
        assertThat(keys.getCertificateChain(begun)[0]).isEqualTo(shown);
        assertThat(keys.getPrivateKey(begun)).isNotEqualTo(keys.getPrivateKey(next));
    }

    private LocalPki open(Path key) {
        return parts(key, "m1").pki();
    }

    private PkiConfiguration.PkiParts parts(Path key, String manager) {
        var properties = new PkiProperties(
                URI.create("https://manager.example:8443"),
                new PkiProperties.Secrets(key),
                new PkiProperties.Certificates(Duration.ofDays(90)));
        return new PkiConfiguration()
                .pkiParts(
                        properties,
                        new Folder(folder.resolve(manager)),
                        database.jdbc(),
                        database.transactionManager(),
                        UUID::randomUUID,
                        clock,
                        ADDRESS);
    }

    private IssuedCertificate issue(LocalPki pki, String address) {
        return java.util.Objects.requireNonNull(database.transactions()
                .execute(_ -> pki.issue(HOST, Requests.ec("secp256r1").getPublic(), address)));
    }

    private static X509CRL crl(String pem) throws Exception {
        return (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private record Folder(Path root) implements io.atoll.manager.platform.DataDirectory {
        @Override
        public Path secrets() {
            return root.resolve("secrets");
        }

        @Override
        public Path part(String name) {
            return root.resolve(name);
        }
    }
}
