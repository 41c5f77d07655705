package io.atoll.manager.pki.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** EC P-256 key pairs, and their form in the database: length of the private key, private key, public key. */
final class Keys {
    private Keys() {}

    static KeyPair generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("EC P-256 is not available in this Java runtime.", e);
        }
    }

    static byte[] encode(KeyPair pair) {
        var secret = pair.getPrivate().getEncoded();
        var open = pair.getPublic().getEncoded();
        return ByteBuffer.allocate(Integer.BYTES + secret.length + open.length)
                .putInt(secret.length)
                .put(secret)
                .put(open)
                .array();
    }

    static KeyPair decode(byte[] encoded) {
        try {
            var buffer = ByteBuffer.wrap(encoded);
            var secret = new byte[buffer.getInt()];
            buffer.get(secret);
            var open = new byte[buffer.remaining()];
            buffer.get(open);
            var factory = KeyFactory.getInstance("EC");
            PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(secret));
            PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(open));
            return new KeyPair(publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key in the database cannot be read.", e);
        }
    }
}
