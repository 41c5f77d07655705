package io.atoll.ha.zk;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test: writes the PEM files a client or server needs. */
public final class TestAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(1);
    private final Path folder;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public TestAuthority(Path folder, String name) throws Exception {
        this.folder = Files.createDirectories(folder.resolve(name));
        certificate = sign(new X500Principal("CN=" + name), keys, true);
        Files.writeString(trusted(), pem(certificate));
    }

    public Path trusted() {
        return folder.resolve("ca.pem");
    }

    /** A TLS client (or server on localhost) with this subject. */
    public ZookeeperTls issue(String subject, String fileName) throws Exception {
        var own = newKeys();
        var leaf = sign(new X500Principal(subject), own, false);
        var file = folder.resolve(fileName + ".pem");
        Files.writeString(file, pem(new JcaPKCS8Generator(own.getPrivate(), null)) + pem(leaf));
        return new ZookeeperTls(file, trusted());
    }

    private X509Certificate sign(X500Principal subject, KeyPair subjectKeys, boolean authority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var issuer = authority ? subject : certificate.getSubjectX500Principal();
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIALS.incrementAndGet()),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                subject,
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
            var names = new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            };
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object what) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(what);
        }
        return text.toString();
    }
}
