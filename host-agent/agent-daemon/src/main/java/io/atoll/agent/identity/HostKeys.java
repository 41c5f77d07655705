package io.atoll.agent.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
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
