package io.atoll.manager.pki;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The installation's certificate authority as other modules see it. */
public interface Pki {
    /** The id of this installation, a UUID made once; the O of every certificate and the root of our ZooKeeper nodes. */
    UUID installationId();

    /** The id of this manager, kept in its data folder. */
    UUID managerId();

    X509Certificate caCertificate();

    String caCertificatePem();

    /** SHA-256 of the CA certificate's DER form, 64 lower-case hexadecimal digits. */
    String caFingerprintSha256();

    /** Key and certificate with which this manager speaks to agents and ZooKeeper: {@code CN=atoll-manager,O=<installation>}. */
    PemIdentity managerIdentity();

    /** This manager's identity for TLS; shows the renewed certificate by itself. */
    X509ExtendedKeyManager keyManager();

    /** Trusts valid, unrevoked certificates of this installation that pass {@code check}; names and addresses do not count. */
    X509ExtendedTrustManager trustManager(PeerCheck check);

    /** By what this manager knows now; a revocation on another manager is known here within seconds. Never blocks. */
    boolean isRevoked(BigInteger serial);

    /** Calls back with the serials (lower-case hexadecimal) of newly revoked certificates, on some thread of ours. */
    void onRevocation(Consumer<Set<String>> listener);

    /** SHA-256 of the web server's public key in Base64, as {@code curl --pinnedpubkey} takes it; stays with renewals. */
    String webKeyPinSha256();

    /** Calls back when this manager's identity was renewed, on some thread of ours. */
    void onManagerIdentityRenewed(Runnable listener);

    /** The newest revocation list. */
    String crlPem();
}
