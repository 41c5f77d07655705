package io.atoll.agent.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Makes the host's key pair (EC P-256) and the request to have it certified. */
public final class HostKeys {
    private HostKeys() {}

    public static KeyPair generate() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        return generator.generateKeyPair();
    }

    /** A PKCS#10 request in PEM. The manager chooses the certificate's names itself and takes only the key from it. */
    public static String certificateRequestPem(KeyPair keys, String hostname) throws GeneralSecurityException {
        var subject = new X500NameBuilder().addRDN(BCStyle.CN, hostname).build();
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            var request = new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic()).build(signer);
            return Pem.block("CERTIFICATE REQUEST", request.getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new GeneralSecurityException("The certificate request could not be made.", e);
        }
    }

    /**
     * The private key as PKCS#8 PEM with the public key inside it. Java leaves that optional part out, and GnuTLS, which
     * secures QEMU's migrations, cannot read an EC key without it.
     */
    public static String privateKeyPem(KeyPair keys) throws GeneralSecurityException {
        if (!(keys.getPrivate() instanceof ECPrivateKey privateKey)) {
            throw new GeneralSecurityException("The host's key must be an EC key.");
        }
        var publicInfo = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        var algorithm = publicInfo.getAlgorithm();
        var orderBits = privateKey.getParams().getOrder().bitLength();
        var inner = new org.bouncycastle.asn1.sec.ECPrivateKey(
                orderBits, privateKey.getS(), publicInfo.getPublicKeyData(), algorithm.getParameters());
        try {
            return Pem.block("PRIVATE KEY", new PrivateKeyInfo(algorithm, inner).getEncoded());
        } catch (IOException e) {
            throw new GeneralSecurityException("The key could not be encoded.", e);
        }
    }

    /** Whether the two halves belong together: what one signs the other accepts. */
    public static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        if (!(publicKey instanceof ECPublicKey)) {
            return false;
        }
        try {
            var probe = "atoll key check".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(privateKey);
            signer.update(probe);
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
