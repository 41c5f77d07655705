package io.atoll.manager.pki;

/** A private key (PKCS#8) with its certificate chain, leaf first, both as PEM. */
public record PemIdentity(String privateKeyPem, String certificateChainPem) {
    /** Never shows the key. */
    @Override
    public String toString() {
        return "PemIdentity[…]";
    }
}
