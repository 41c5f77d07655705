package io.atoll.manager.pki;

/**
 * Seals secrets that the manager must be able to use again, such as passwords of other machines, for the database. The key is
 * the installation's, in a file of its own: a copy of the database alone opens nothing.
 */
public interface SecretBox {
    /**
     * Seals a secret under a purpose.
     *
     * @param purpose what the secret is for, with the id of its holder: a sealed text opens under no other purpose, so that
     *     nobody who can write to the database moves one secret to the place of another
     */
    String seal(byte[] secret, String purpose);

    /** The secret, where it was sealed under this purpose. */
    byte[] open(String sealedText, String purpose);
}
