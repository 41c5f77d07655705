package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.HostCertificates;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.pki.PublicAddress;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.manager.testing.TestFolder;
import io.atoll.model.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The real authority for tests of other modules: one installation per database and key file. */
public final class TestPki {
    private static final PublicAddress ADDRESS =
            new PublicAddress(URI.create("https://127.0.0.1:8443"), List.of("127.0.0.1", "localhost"));

    private final PkiConfiguration.PkiParts parts;
    private final TestDatabase database;

    private TestPki(PkiConfiguration.PkiParts parts, TestDatabase database) {
        this.parts = parts;
        this.database = database;
    }

    /** A manager of the installation behind {@code database}, with its own folder {@code name}. */
    public static TestPki open(TestDatabase database, Path folder, String name, Clock clock) {
        var properties = new PkiProperties(
                URI.create("https://127.0.0.1:8443"),
                new PkiProperties.Secrets(folder.resolve("shared.key")),
                new PkiProperties.Certificates(Duration.ofDays(90)));
        var parts = new PkiConfiguration()
                .pkiParts(
                        properties,
                        new TestFolder(folder.resolve(name)),
                        database.jdbc(),
                        database.transactionManager(),
                        UUID::randomUUID,
                        clock,
                        ADDRESS);
        return new TestPki(parts, database);
    }

    public Pki pki() {
        return parts.pki();
    }

    public HostCertificates hosts() {
        return parts.pki();
    }

    /** A host's key and certificate as PEM files: identity and authority. */
    public HostFiles issue(HostId host, Path folder) {
        var keys = Keys.generate(new SecureRandom());
        var issued = Objects.requireNonNull(
                database.transactions().execute(_ -> parts.pki().issue(host, keys.getPublic(), "127.0.0.1")));
        try {
            var identity = Files.writeString(
                    Files.createDirectories(folder).resolve(host + ".pem"),
                    Pem.write(keys.getPrivate()) + issued.pem());
            var trusted =
                    Files.writeString(folder.resolve("ca.pem"), parts.pki().caCertificatePem());
            return new HostFiles(identity, trusted, issued.serial());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TLS as this manager's web server speaks it. */
    public SSLContext webContext() {
        return context(parts.web());
    }

    /** TLS with the certificate this manager shows to agents. */
    public SSLContext memberContext() {
        return context(parts.manager());
    }

    private static SSLContext context(OwnIdentity identity) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var alias = identity.alias();
            store.setKeyEntry("own", identity.privateKey(alias), new char[0], identity.chain(alias));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void revoke(HostId host) {
        database.transactions().executeWithoutResult(_ -> parts.pki().revoke(host, "", "in a test"));
    }

    /** Where a host's files are, and its certificate's serial. */
    public record HostFiles(Path identity, Path trusted, String serial) {}
}
