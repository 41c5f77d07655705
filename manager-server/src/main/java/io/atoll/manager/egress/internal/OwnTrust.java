package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS that trusts certificates a user gave, and no others. */
final class OwnTrust {
    private static final int MOST_CERTIFICATES = 16;

    private OwnTrust() {}

    /** {@code fallback} where none were given. */
    static SSLSocketFactory tls(@Nullable String caPem, SSLSocketFactory fallback) throws EgressException {
        if (caPem == null) {
            return fallback;
        }
        try {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII)));
            if (certificates.isEmpty() || certificates.size() > MOST_CERTIFICATES) {
                throw unreadable();
            }
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int index = 0;
            for (var certificate : certificates) {
                store.setCertificateEntry("ca-" + index++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException _) {
            throw unreadable();
        }
    }

    private static EgressException unreadable() {
        return new EgressException(
                Reason.URL_REFUSED,
                "The certificates cannot be read. Give 1 to %d certificates in PEM form, each beginning with -----BEGIN CERTIFICATE-----."
                        .formatted(MOST_CERTIFICATES));
    }
}
