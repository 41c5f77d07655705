package io.atoll.manager.pki;

import io.atoll.model.HostId;
import java.security.PublicKey;
import java.util.Optional;

/** Issues and revokes the certificates of hosts. The changes want the caller's transaction. */
public interface HostCertificates {
    /**
     * Reads a PKCS#10 request as hostile input and answers the key in it. Refuses with CSR_REFUSED and the reason: other
     * names than the allowed, an authority's rights, weak keys or digests, a signature that does not fit.
     */
    PublicKey check(String requestPem, HostNames allowed);

    /** Signs a key for this host: {@code CN=<host>,O=<installation>}, nothing of it taken from a request. */
    IssuedCertificate issue(HostId host, PublicKey key, String agentAddress);

    /** The newest certificate of this host that is not revoked. */
    Optional<IssuedDates> current(HostId host);

    /** Revokes all certificates of this host but {@code keptSerial} (empty: all) and renews the revocation list. */
    void revoke(HostId host, String keptSerial, String reason);
}
