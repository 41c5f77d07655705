package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.internal.PkiStore.Installation;
import io.atoll.manager.platform.Ids;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Founds the installation at the very first start, and opens it at all others. */
final class Founding {
    private static final Logger LOG = LoggerFactory.getLogger(Founding.class);
    private static final String CA_KEY = "the key of the certificate authority";
    private static final String WEB_KEY = "the key of the web server";

    private final PkiStore store;
    private final TransactionOperations transactions;
    private final Path keyFile;
    private final SecureRandom random;
    private final Ids ids;
    private final Clock clock;

    Founding(
            PkiStore store,
            TransactionOperations transactions,
            Path keyFile,
            SecureRandom random,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.keyFile = keyFile;
        this.random = random;
        this.ids = ids;
        this.clock = clock;
    }

    /** The installation with its keys opened. */
    record Founded(UUID id, CertificateAuthority authority, KeyPair webKeys, SecretsKey secrets) {}

    Founded foundOrOpen() {
        return Objects.requireNonNull(transactions.execute(_ -> {
            store.lockFounding();
            return store.installation().map(this::open).orElseGet(this::found);
        }));
    }

    private Founded open(Installation installation) {
        // The database has an installation, so a missing key file must not be replaced by a new one.
        var secrets = SecretsKey.load(keyFile, random);
        var caKeys = Keys.decode(secrets.open(installation.caKeySealed(), CA_KEY));
        var webKeys = Keys.decode(secrets.open(installation.webKeySealed(), WEB_KEY));
        var authority = new CertificateAuthority(Pem.certificate(installation.caCertificatePem()), caKeys, random);
        return new Founded(installation.id(), authority, webKeys, secrets);
    }

    private Founded found() {
        var secrets = SecretsKey.loadOrCreate(keyFile, random);
        var now = clock.instant();
        var id = ids.next();
        var authority = CertificateAuthority.create(id.toString(), now, random);
        var webKeys = Keys.generate(random);
        store.found(
                new Installation(
                        id,
                        Pem.write(authority.certificate()),
                        secrets.seal(Keys.encode(authority.keys()), CA_KEY),
                        secrets.seal(Keys.encode(webKeys), WEB_KEY)),
                now);
        store.saveList(1, authority.revocationList(1, java.util.List.of(), now), now);
        LOG.info("Founded installation {}; keep a backup of {}", id, keyFile);
        return new Founded(id, authority, webKeys, secrets);
    }
}
