package io.atoll.agent.enrol;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server whose chain contains the one authority known by its fingerprint, is signed by it, valid now, and made
 * out to the host name called. The system's own authorities count for nothing here.
 */
final class PinnedTrustManager extends X509ExtendedTrustManager {
    private final String caFingerprintSha256;

    PinnedTrustManager(String caFingerprintSha256) {
        this.caFingerprintSha256 = caFingerprintSha256;
    }

    /** The chain holds no certificate with the fingerprint: this is not the manager that made the token. */
    static final class OtherAuthorityException extends CertificateException {
        OtherAuthorityException(String message) {
            super(message);
        }
    }

    static String fingerprintSha256(X509Certificate certificate) throws CertificateException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        delegateFor(chain).checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        delegateFor(chain).checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("A server is only checked together with the name it was called by.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("No client is checked here.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("No client is checked here.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("No client is checked here.");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private X509ExtendedTrustManager delegateFor(X509Certificate[] chain) throws CertificateException {
        for (var certificate : chain) {
            if (fingerprintSha256(certificate).equals(caFingerprintSha256)) {
                return trusting(certificate);
            }
        }
        throw new OtherAuthorityException("None of the server's %d certificates has the fingerprint %s."
                .formatted(chain.length, caFingerprintSha256));
    }

    private static X509ExtendedTrustManager trusting(X509Certificate authority) throws CertificateException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new CertificateException("The manager's authority could not be used.", e);
        }
    }
}
