package io.atoll.manager.power;

import io.atoll.manager.pki.internal.TestRequests;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for controllers, and the certificate it gave to one. */
public record TestCertificates(X509Certificate authority, X509Certificate leaf, KeyPair leafKeys) {
    /** A controller's certificate for this address. */
    public static TestCertificates forAddress(String address) throws Exception {
        var authorityKeys = TestRequests.keys();
        var name = new X500Principal("CN=Controllers");
        var authority = sign(name, name, authorityKeys, authorityKeys, null);
        var leafKeys = TestRequests.keys();
        var leaf = sign(name, new X500Principal("CN=controller"), authorityKeys, leafKeys, address);
        return new TestCertificates(authority, leaf, leafKeys);
    }

    private static X509Certificate sign(
            X500Principal issuer,
            X500Principal subject,
            KeyPair signer,
            KeyPair keys,
            @org.jspecify.annotations.Nullable String address)
            throws Exception {
        var now = Instant.now();
        var day = Duration.ofDays(1);
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(day)),
                Date.from(now.plus(day)),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(address == null));
        if (address != null) {
            var names = new GeneralNames(new GeneralName(GeneralName.iPAddress, address));
            builder.addExtension(Extension.subjectAlternativeName, false, names);
        }
        var signature = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signature));
    }

    public String fingerprint() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
    }

    public String authorityPem() throws Exception {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(authority);
        }
        return text.toString();
    }

    public SSLContext context() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("it", leafKeys.getPrivate(), new char[0], new X509Certificate[] {leaf});
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
