package io.atoll.manager.pki;

import java.math.BigInteger;
import java.security.cert.X509Certificate;

/** The installation's certificate authority as other modules see it. */
public interface Pki {
    /** The id of this installation, a UUID made once; the O of every certificate and the root of our ZooKeeper nodes. */
    String installationId();

    X509Certificate caCertificate();

    String caCertificatePem();

    /** SHA-256 of the CA certificate's DER form, 64 lower-case hexadecimal digits. */
    String caFingerprintSha256();

    /** Key and certificate with which this manager speaks to agents and ZooKeeper: {@code CN=atoll-manager,O=<installation>}. */
    PemIdentity managerIdentity();

    boolean isRevoked(BigInteger serial);

    /** The newest revocation list. */
    String crlPem();
}
