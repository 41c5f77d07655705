package io.atoll.agent.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads and writes the PEM texts of keys, certificates and revocation lists. */
public final class Pem {
    private static final int LONGEST_TEXT = 1 << 20;
    private static final Pattern KEY_BLOCK =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** All certificates of a text, in order; refuses a text without any. */
    public static List<X509Certificate> certificates(String pem) throws CertificateException {
        var found = factory().generateCertificates(bytes(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (found.isEmpty()) {
            throw new CertificateException("The text holds no certificate (-----BEGIN CERTIFICATE-----).");
        }
        return found;
    }

    /** All revocation lists of a text; an empty text holds none. */
    public static List<X509CRL> revocationLists(String pem) throws CertificateException, CRLException {
        if (pem.isBlank()) {
            return List.of();
        }
        return factory().generateCRLs(bytes(pem)).stream()
                .map(X509CRL.class::cast)
                .toList();
    }

    public static PrivateKey ecPrivateKey(String pem) throws GeneralSecurityException {
        var matcher = KEY_BLOCK.matcher(pem);
        if (!matcher.find()) {
            throw new GeneralSecurityException("The text holds no PKCS#8 private key (-----BEGIN PRIVATE KEY-----).");
        }
        var encoded = Base64.getMimeDecoder().decode(matcher.group(1));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    public static String ofCertificate(X509Certificate certificate) throws CertificateException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    /** One PEM block with 64 characters a line. */
    public static String block(String label, byte[] encoded) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    }

    private static ByteArrayInputStream bytes(String pem) throws CertificateException {
        if (pem.length() > LONGEST_TEXT) {
            throw new CertificateException(
                    "The PEM text has %d characters, more than the limit of %d.".formatted(pem.length(), LONGEST_TEXT));
        }
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
