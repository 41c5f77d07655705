package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.internal.driver.PowerSettings.Authority;
import io.atoll.manager.power.internal.driver.PowerSettings.Nobody;
import io.atoll.manager.power.internal.driver.PowerSettings.Pinned;
import io.atoll.manager.power.internal.driver.PowerSettings.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes a controller's certificate only where somebody vouched for it: for this very certificate, or for the authority
 * that signed it for the name or address in use. An extended trust manager, so that Java adds no checks of its own and skips
 * none on our behalf: names are compared here.
 */
final class VouchedTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Trust trust;
    private final String host;
    private volatile @Nullable String shownSha256;
    private volatile @Nullable String refusal;

    VouchedTrust(Trust trust, String host) {
        this.trust = trust;
        this.host = host;
    }

    /** Why the last certificate was not believed; null where it was, or none was shown. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** The fingerprint of the last certificate that was shown. */
    @Nullable
    String shownSha256() {
        return shownSha256;
    }

    private void check(X509Certificate[] chain, String authType) throws CertificateException {
        refusal = "the check was not finished";
        try {
            var shown = sha256(chain[0]);
            shownSha256 = shown;
            switch (trust) {
                case Pinned(String expected) -> {
                    if (!MessageDigest.isEqual(bytes(expected), bytes(shown))) {
                        throw new CertificateException(
                                "it is not the one whose fingerprint was given (" + expected + ")");
                    }
                }
                case Authority(String pem) -> {
                    authority(pem).checkServerTrusted(chain, authType);
                    requireName(chain[0]);
                }
                case Nobody() -> throw new CertificateException("nobody has vouched for it yet");
            }
            refusal = null;
        } catch (CertificateException e) {
            refusal = e.getMessage();
            throw e;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void requireName(X509Certificate certificate) throws CertificateException {
        var names = certificate.getSubjectAlternativeNames();
        for (var name : names == null ? List.<List<?>>of() : names) {
            int kind = (Integer) name.getFirst();
            if ((kind == DNS_NAME || kind == IP_ADDRESS)
                    && name.get(1).toString().toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT))) {
                return;
            }
        }
        throw new CertificateException("it was not issued for " + host);
    }

    private static X509TrustManager authority(String pem) throws CertificateException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", certificate(pem));
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the authority's certificate cannot be used", e);
        }
    }

    static X509Certificate certificate(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    static String sha256(X509Certificate certificate) throws CertificateException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("it has no fingerprint", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nobody logs in here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("nobody logs in here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("nobody logs in here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
