package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.PemIdentity;
import io.atoll.manager.pki.internal.PkiStore.Kind;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;

/** A certificate of this manager itself, renewed at two thirds of its life. The key lives in memory only. */
final class OwnIdentity {
    private final Supplier<Signed> source;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Signed current;
    private volatile Signed before;

    private OwnIdentity(Supplier<Signed> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.current = source.get();
        this.before = current;
    }

    /** One that is signed, recorded and put together by {@code signer}. */
    static OwnIdentity of(Signer signer, Supplier<KeyPair> keys, CertificateAuthority.Holder holder) {
        return new OwnIdentity(() -> signer.sign(keys.get(), holder), signer.clock);
    }

    PemIdentity current() {
        return current.identity;
    }

    /** Names the certificate that is shown now. */
    String alias() {
        return current.alias();
    }

    /** Of the certificate of that name. A handshake that began before a renewal goes on with what it began with. */
    PrivateKey privateKey(String alias) {
        return named(alias).privateKey;
    }

    /** Leaf first. */
    X509Certificate[] chain(String alias) {
        var signed = named(alias);
        return new X509Certificate[] {signed.certificate, signed.authority};
    }

    private Signed named(String alias) {
        var earlier = before;
        return earlier.alias().equals(alias) ? earlier : current;
    }

    void onRenewal(Runnable listener) {
        listeners.add(listener);
    }

    /** Renews when two thirds of the certificate's life are over. */
    void renewIfDue() {
        var certificate = current.certificate;
        if (clock.instant().isAfter(dueAt(certificate))) {
            before = current;
            current = source.get();
            listeners.forEach(Runnable::run);
        }
    }

    static Instant dueAt(X509Certificate certificate) {
        return dueAt(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    static Instant dueAt(Instant notBefore, Instant notAfter) {
        return notBefore.plus(
                Duration.between(notBefore, notAfter).multipliedBy(2).dividedBy(3));
    }

    private record Signed(
            X509Certificate certificate, X509Certificate authority, PrivateKey privateKey, PemIdentity identity) {
        String alias() {
            return certificate.getSerialNumber().toString(16);
        }
    }

    /** What all own identities are signed with. */
    static final class Signer {
        private final CertificateAuthority authority;
        private final PkiStore store;
        private final TransactionOperations transactions;
        private final Kind kind;
        private final UUID manager;
        private final Duration validity;
        private final Clock clock;

        Signer(
                CertificateAuthority authority,
                PkiStore store,
                TransactionOperations transactions,
                Kind kind,
                UUID manager,
                Duration validity,
                Clock clock) {
            this.authority = authority;
            this.store = store;
            this.transactions = transactions;
            this.kind = kind;
            this.manager = manager;
            this.validity = validity;
            this.clock = clock;
        }

        private Signed sign(KeyPair keys, CertificateAuthority.Holder holder) {
            var now = clock.instant();
            var certificate = authority.sign(holder, keys.getPublic(), validity, now);
            transactions.executeWithoutResult(_ -> store.issued(kind, manager, certificate, now));
            var chain = Pem.write(certificate) + Pem.write(authority.certificate());
            return new Signed(
                    certificate,
                    authority.certificate(),
                    keys.getPrivate(),
                    new PemIdentity(Pem.write(keys.getPrivate()), chain));
        }
    }
}
