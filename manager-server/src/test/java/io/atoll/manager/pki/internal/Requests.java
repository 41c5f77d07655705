package io.atoll.manager.pki.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Makes certificate requests, honest and other. */
final class Requests {
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();
    private final List<GeneralName> names = new ArrayList<>();
    private String subject = "CN=n1";
    private KeyPair keys = ec("secp256r1");
    private KeyPair signingKeys = keys;
    private String signature = "SHA256withECDSA";
    private boolean challenge;

    static Requests of(String subject) {
        var request = new Requests();
        request.subject = subject;
        return request;
    }

    Requests name(int kind, String value) {
        names.add(new GeneralName(kind, value));
        return this;
    }

    Requests extension(ASN1ObjectIdentifier oid, ASN1Encodable value) {
        try {
            extensions.addExtension(oid, false, value);
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Requests key(KeyPair pair, String algorithm) {
        keys = pair;
        signingKeys = pair;
        signature = algorithm;
        return this;
    }

    Requests signedBy(KeyPair other) {
        signingKeys = other;
        return this;
    }

    Requests challengePassword() {
        challenge = true;
        return this;
    }

    String pem() {
        try {
            if (!names.isEmpty()) {
                extension(
                        org.bouncycastle.asn1.x509.Extension.subjectAlternativeName,
                        new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            var builder = new PKCS10CertificationRequestBuilder(
                    new X500Name(subject),
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            if (!extensions.isEmpty()) {
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            if (challenge) {
                builder.addAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_challengePassword,
                        new org.bouncycastle.asn1.DERUTF8String("secret"));
            }
            var signer = new JcaContentSignerBuilder(signature).build(signingKeys.getPrivate());
            return Pem.write("CERTIFICATE REQUEST", builder.build(signer).getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair ec(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair rsa(int bits) {
        return of("RSA", bits);
    }

    static KeyPair of(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
