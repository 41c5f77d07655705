package io.atoll.manager.pki.internal;

import java.security.KeyPair;

/** Honest certificate requests for tests of other modules. */
public final class TestRequests {
    private TestRequests() {}

    public static String pem(String subject) {
        return Requests.of(subject).pem();
    }

    /** A request for a certificate of this key on the curve P-256. */
    public static String pem(String subject, KeyPair keys) {
        return Requests.of(subject).key(keys, "SHA256withECDSA").pem();
    }

    public static KeyPair keys() {
        return Requests.ec("secp256r1");
    }
}
