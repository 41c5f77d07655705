package io.atoll.manager.pki.internal;

import io.atoll.manager.platform.ServerCertificateSource;

/** The web server's key and certificate. The key is the same on all managers, so that a pinned key fits behind any of them. */
final class WebCertificate implements ServerCertificateSource {
    private final OwnIdentity identity;

    WebCertificate(OwnIdentity identity) {
        this.identity = identity;
    }

    @Override
    public ServerCertificate current() {
        var pem = identity.current();
        return new ServerCertificate(pem.privateKeyPem(), pem.certificateChainPem());
    }

    @Override
    public void onRenewal(Runnable listener) {
        identity.onRenewal(listener);
    }
}
