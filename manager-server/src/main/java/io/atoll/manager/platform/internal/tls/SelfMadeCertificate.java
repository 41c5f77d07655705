package io.atoll.manager.platform.internal.tls;

import io.atoll.manager.platform.ServerCertificateSource;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for this machine only, signed by itself, for a manager without a certificate authority. */
final class SelfMadeCertificate implements ServerCertificateSource {
    private static final Duration LIFETIME = Duration.ofDays(365);

    private final ServerCertificate certificate;

    SelfMadeCertificate(Clock clock) {
        try {
            this.certificate = make(clock);
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("A certificate for the web server cannot be made.", e);
        }
    }

    private static ServerCertificate make(Clock clock)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var name = new X500Name("CN=localhost");
        var now = clock.instant();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(LIFETIME)),
                name,
                keys.getPublic());
        var names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        var signed = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        return new ServerCertificate(
                pem("PRIVATE KEY", keys.getPrivate().getEncoded()), pem("CERTIFICATE", encoded(signed)));
    }

    private static byte[] encoded(java.security.cert.X509Certificate certificate) throws CertificateEncodingException {
        return certificate.getEncoded();
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
    }

    @Override
    public ServerCertificate current() {
        return certificate;
    }

    @Override
    public void onRenewal(Runnable listener) {
        // It lives as long as the process.
    }
}
