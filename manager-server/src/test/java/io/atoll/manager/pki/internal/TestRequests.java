package io.atoll.manager.pki.internal;

/** Honest certificate requests for tests of other modules. */
public final class TestRequests {
    private TestRequests() {}

    public static String pem(String subject) {
        return Requests.of(subject).pem();
    }
}
