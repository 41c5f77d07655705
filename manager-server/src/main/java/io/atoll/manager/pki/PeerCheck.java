package io.atoll.manager.pki;

import io.atoll.model.HostId;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A further condition on a peer whose certificate is ours, valid and not revoked. */
@FunctionalInterface
public interface PeerCheck {
    /** The kind number of a URI among the subject alternative names. */
    int URI_NAME = 6;

    /** Throws with the reason when the peer is not the wanted one. */
    void check(X509Certificate certificate) throws CertificateException;

    /** Any manager or host of the installation. */
    static PeerCheck member() {
        return certificate -> {
            if (uris(certificate).noneMatch(uri -> uri.startsWith("atoll:host:") || uri.startsWith("atoll:manager:"))) {
                throw new CertificateException("The certificate is neither a host's nor a manager's.");
            }
        };
    }

    /** Exactly this host. */
    static PeerCheck host(HostId host) {
        var expected = "atoll:host:" + host;
        return certificate -> {
            if (uris(certificate).noneMatch(expected::equals)) {
                throw new CertificateException("The certificate is not that of host " + host + ".");
            }
        };
    }

    private static java.util.stream.Stream<String> uris(X509Certificate certificate) throws CertificateException {
        var names = certificate.getSubjectAlternativeNames();
        return names == null
                ? java.util.stream.Stream.empty()
                : names.stream()
                        .filter(name -> name.getFirst().equals(URI_NAME))
                        .map(name -> name.get(1).toString());
    }
}
