package io.atoll.agent;

import io.atoll.agent.identity.HostKeys;
import io.atoll.agent.identity.Pem;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority like a manager's, for tests: issues certificates of every right and wrong kind. */
public final class TestAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(0x1000);

    private final String installation = UUID.randomUUID().toString();
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public TestAuthority() {
        var name = new X500Name("O=" + installation + ",CN=Atoll CA");
        var now = Instant.now();
        try {
            var builder = builder(
                    name, name, keys.getPublic(), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(3650)));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            certificate = sign(builder);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate with its key. */
    public record Identity(PrivateKey key, X509Certificate certificate) {
        public String keyPem() {
            try {
                return HostKeys.privateKeyPem(new KeyPair(certificate.getPublicKey(), key));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String certificatePem() {
            return pem(certificate);
        }
    }

    /** What a certificate says besides its key. */
    public record Contents(
            String commonName, List<GeneralName> names, List<KeyPurposeId> uses, Instant from, Instant until) {}

    public String installation() {
        return installation;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return pem(certificate);
    }

    public static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Contents managerContents() {
        return contents("atoll-manager", uri("atoll:manager:" + UUID.randomUUID()), dns("localhost"), ip("127.0.0.1"));
    }

    public static Contents hostContents(String hostId) {
        return contents(hostId, uri("atoll:host:" + hostId), ip("127.0.0.1"));
    }

    public static Contents contents(String commonName, GeneralName... names) {
        var now = Instant.now();
        return new Contents(
                commonName,
                List.of(names),
                List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
                now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofDays(90)));
    }

    public static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    public static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    public static GeneralName ip(String address) {
        return new GeneralName(
                GeneralName.iPAddress, InetAddress.ofLiteral(address).getHostAddress());
    }

    /** For a host, or a server, at that address. */
    public static Contents at(String address, Contents contents) {
        return new Contents(
                contents.commonName(),
                plus(contents.names(), ip(address)),
                contents.uses(),
                contents.from(),
                contents.until());
    }

    public Identity manager() {
        return issue(managerContents());
    }

    public Identity host(String hostId) {
        return issue(hostContents(hostId));
    }

    public Identity issue(Contents contents) {
        var subjectKeys = newKeys();
        return new Identity(subjectKeys.getPrivate(), certify(contents, subjectKeys.getPublic()));
    }

    public X509Certificate certify(Contents contents, PublicKey key) {
        try {
            var issuer =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            var subject = new X500Name("O=" + installation + ",CN=" + contents.commonName());
            var builder = builder(issuer, subject, key, contents.from(), contents.until());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            if (!contents.uses().isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(contents.uses().toArray(KeyPurposeId[]::new)));
            }
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(contents.names().toArray(GeneralName[]::new)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            return sign(builder);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A revocation list that names these certificates. */
    public String crlPem(X509Certificate... revoked) {
        try {
            var now = Instant.now();
            var builder = new JcaX509v2CRLBuilder(certificate, Date.from(now.minusSeconds(60)));
            builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(30))));
            for (var each : revoked) {
                builder.addCRLEntry(each.getSerialNumber(), Date.from(now.minusSeconds(30)), 0);
            }
            var list = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return Pem.block("X509 CRL", list.getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A manager's signature under a document. */
    public byte[] seal(String purpose, byte[] content) {
        try {
            var signature = java.security.Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(("atoll-seal:" + purpose + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                issuer, BigInteger.valueOf(SERIALS.incrementAndGet()), Date.from(from), Date.from(until), subject, key);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws Exception {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static String pem(X509Certificate certificate) {
        try {
            return Pem.ofCertificate(certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All of a list and one more. */
    public static <T> List<T> plus(List<T> list, T more) {
        var all = new ArrayList<>(list);
        all.add(more);
        return all;
    }
}
