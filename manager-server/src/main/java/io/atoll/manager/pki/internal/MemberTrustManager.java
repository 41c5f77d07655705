package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.PeerCheck;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts certificates of our authority that are valid, not revoked, and pass a further check. Names and addresses do not
 * count: a member is who its certificate's URI says, wherever it is reached.
 */
final class MemberTrustManager extends X509ExtendedTrustManager {
    private final X509TrustManager chains;
    private final Revocations revocations;
    private final PeerCheck check;

    MemberTrustManager(X509Certificate authority, Revocations revocations, PeerCheck check) {
        this.chains = trusting(authority);
        this.revocations = revocations;
        this.check = check;
    }

    private static X509TrustManager trusting(X509Certificate authority) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The CA certificate cannot be trusted.", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
        checkMember(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkServerTrusted(chain, authType);
        checkMember(chain[0]);
    }

    private void checkMember(X509Certificate certificate) throws CertificateException {
        if (revocations.contains(certificate.getSerialNumber())) {
            throw new CertificateException("The certificate %s was revoked."
                    .formatted(certificate.getSerialNumber().toString(16)));
        }
        check.check(certificate);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
