package io.atoll.manager.pki.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The authority's key at work: signs certificates and revocation lists, all in the shape given here. */
final class CertificateAuthority {
    private static final Duration CA_VALIDITY = Duration.ofDays(20 * 365L);

    /** Clocks of hosts may be behind ours by as much as an enrolment allows. */
    private static final Duration BACKDATED = Duration.ofMinutes(10);

    /** Lists are pushed at every revocation; the date only tells how long one is meant to be kept. */
    private static final Duration LIST_VALIDITY = Duration.ofDays(365);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    private static final Pattern PURPOSE = Pattern.compile("[a-z]+(-[a-z]+)*");

    private final X509Certificate certificate;
    private final KeyPair keys;
    private final SecureRandom random;

    CertificateAuthority(X509Certificate certificate, KeyPair keys, SecureRandom random) {
        this.certificate = certificate;
        this.keys = keys;
        this.random = random;
    }

    /** A new authority with a self-signed certificate. */
    static CertificateAuthority create(String installation, Instant now, SecureRandom random) {
        var keys = Keys.generate(random);
        var subject = new X500Principal("CN=Atoll CA " + installation.substring(0, 8) + ",O=" + installation);
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(CA_VALIDITY)),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            var signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
            var signed = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            return new CertificateAuthority(signed, keys, random);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The certificate authority cannot be made.", e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    KeyPair keys() {
        return keys;
    }

    /** Who a certificate is for and what it may be used for. */
    record Holder(X500Principal subject, List<GeneralName> names, List<KeyPurposeId> purposes) {}

    X509Certificate sign(Holder holder, PublicKey key, Duration validity, Instant now) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    certificate.getSubjectX500Principal(),
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(validity)),
                    holder.subject(),
                    key);
            var extensions = new JcaX509ExtensionUtils();
            // Key encipherment means nothing for EC keys, but QEMU takes no certificate without it for a migration.
            var usage = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(holder.purposes().toArray(KeyPurposeId[]::new)));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(holder.names().toArray(GeneralName[]::new)));
            builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            var signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("A certificate for %s cannot be made.".formatted(holder.subject()), e);
        }
    }

    /** A complete revocation list, as PEM. */
    String revocationList(long number, List<Revoked> revoked, Instant now) {
        try {
            var builder =
                    new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now.minus(BACKDATED)));
            builder.setNextUpdate(Date.from(now.plus(LIST_VALIDITY)));
            revoked.forEach(entry -> builder.addCRLEntry(
                    new BigInteger(entry.serial(), 16), Date.from(entry.at()), CRLReason.cessationOfOperation));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            var signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
            return Pem.write("X509 CRL", builder.build(signer).getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The revocation list cannot be made.", e);
        }
    }

    /** A signature that can be mistaken for none under a certificate: no certificate begins with these letters. */
    byte[] seal(String purpose, byte[] content) {
        if (!PURPOSE.matcher(purpose).matches()) {
            throw new IllegalArgumentException(
                    "The purpose \"%s\" is not lower-case words with dashes.".formatted(purpose));
        }
        try {
            var signature = Signature.getInstance(SIGNATURE);
            signature.initSign(keys.getPrivate(), random);
            signature.update(("atoll-seal:" + purpose + "\n").getBytes(StandardCharsets.US_ASCII));
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The authority's key cannot sign.", e);
        }
    }

    /** One entry of the list; the serial is hexadecimal. */
    record Revoked(String serial, Instant at) {}
}
