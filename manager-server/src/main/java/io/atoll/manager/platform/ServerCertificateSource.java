package io.atoll.manager.platform;

/** Gives the web server its key and certificate; filled by the module that owns the certificate authority. */
public interface ServerCertificateSource {
    /** PKCS#8 key and certificate chain (leaf first), both PEM. */
    ServerCertificate current();

    /** Calls back whenever a new certificate should be used from then on. */
    void onRenewal(Runnable listener);

    record ServerCertificate(String privateKeyPem, String certificateChainPem) {
        /** Never shows the key. */
        @Override
        public String toString() {
            return "ServerCertificate[…]";
        }
    }
}
