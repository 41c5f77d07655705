package io.atoll.manager.pki;

/** The installation's signature under documents that outlive managers and their certificates. */
public interface Seals {
    /**
     * Signs {@code atoll-seal:<purpose>}, a line feed and the content with the authority's key (ECDSA with SHA-256). The line in
     * front keeps a seal from ever being a signature under a certificate, or under a document of another purpose.
     *
     * @param purpose lower-case words joined by dashes
     */
    byte[] seal(String purpose, byte[] content);
}
