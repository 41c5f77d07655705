package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.HostCertificates;
import io.atoll.manager.pki.HostNames;
import io.atoll.manager.pki.IssuedCertificate;
import io.atoll.manager.pki.IssuedDates;
import io.atoll.manager.pki.PeerCheck;
import io.atoll.manager.pki.PemIdentity;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.pki.Seals;
import io.atoll.manager.pki.SecretBox;
import io.atoll.manager.pki.internal.Founding.Founded;
import io.atoll.manager.pki.internal.PkiStore.Kind;
import io.atoll.model.HostId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The authority as the rest of the manager sees it. */
final class LocalPki implements Pki, HostCertificates, Seals, SecretBox {
    private final Founded founded;
    private final UUID managerId;
    private final PkiStore store;
    private final Revocations revocations;
    private final OwnIdentity managerIdentity;
    private final Duration validity;
    private final Clock clock;

    LocalPki(
            Founded founded,
            UUID managerId,
            PkiStore store,
            Revocations revocations,
            OwnIdentity managerIdentity,
            Duration validity,
            Clock clock) {
        this.founded = founded;
        this.managerId = managerId;
        this.store = store;
        this.revocations = revocations;
        this.managerIdentity = managerIdentity;
        this.validity = validity;
        this.clock = clock;
    }

    @Override
    public UUID installationId() {
        return founded.id();
    }

    @Override
    public UUID managerId() {
        return managerId;
    }

    @Override
    public X509Certificate caCertificate() {
        return founded.authority().certificate();
    }

    @Override
    public String caCertificatePem() {
        return Pem.write(caCertificate());
    }

    @Override
    public String caFingerprintSha256() {
        try {
            return HexFormat.of().formatHex(sha256(caCertificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The CA certificate cannot be encoded.", e);
        }
    }

    @Override
    public String webKeyPinSha256() {
        return Base64.getEncoder()
                .encodeToString(sha256(founded.webKeys().getPublic().getEncoded()));
    }

    @Override
    public PemIdentity managerIdentity() {
        return managerIdentity.current();
    }

    @Override
    public void onManagerIdentityRenewed(Runnable listener) {
        managerIdentity.onRenewal(listener);
    }

    @Override
    public X509ExtendedKeyManager keyManager() {
        return new OwnKeyManager(managerIdentity);
    }

    @Override
    public X509ExtendedTrustManager trustManager(PeerCheck check) {
        return new MemberTrustManager(caCertificate(), revocations, check);
    }

    @Override
    public boolean isRevoked(BigInteger serial) {
        return revocations.contains(serial);
    }

    @Override
    public void onRevocation(Consumer<Set<String>> listener) {
        revocations.onRevocation(listener);
    }

    @Override
    public String crlPem() {
        return revocations.listPem();
    }

    @Override
    public PublicKey check(String requestPem, HostNames allowed) {
        return new CertificateRequestCheck(allowed, founded.id().toString()).check(requestPem);
    }

    @Override
    public IssuedCertificate issue(HostId host, PublicKey key, String agentAddress) {
        requireTransaction();
        var now = clock.instant();
        var certificate = founded.authority().sign(Subjects.host(founded.id(), host, agentAddress), key, validity, now);
        store.issued(Kind.HOST, host.value(), certificate, now);
        return new IssuedCertificate(
                certificate.getSerialNumber().toString(16),
                Pem.write(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    @Override
    public Optional<IssuedDates> current(HostId host) {
        return store.newestOfHost(host.value());
    }

    @Override
    public void revoke(HostId host, String keptSerial, String reason) {
        requireTransaction();
        if (store.revokeOfHost(host.value(), keptSerial, reason, clock.instant()) == 0) {
            return;
        }
        revocations.renewList();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                revocations.refresh();
            }
        });
    }

    @Override
    public byte[] seal(String purpose, byte[] content) {
        return founded.authority().seal(purpose, content);
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Certificates are issued and revoked inside a transaction.");
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not available in this Java runtime.", e);
        }
    }

    @Override
    public String seal(byte[] secret, String purpose) {
        return founded.secrets().seal(secret, purpose);
    }

    @Override
    public byte[] open(String sealedText, String purpose) {
        return founded.secrets().open(sealedText, purpose);
    }
}
