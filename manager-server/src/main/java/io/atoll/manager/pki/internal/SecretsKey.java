package io.atoll.manager.pki.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals secrets in the database (AES-256-GCM; a sealed text is Base64 of nonce and ciphertext). It lives in a file of
 * its own, so that a copy of the database alone opens nothing.
 */
final class SecretsKey {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final SecretKeySpec key;
    private final SecureRandom random;

    private SecretsKey(Path file, byte[] key, SecureRandom random) {
        this.file = file;
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** Makes the file with mode 0600 if it is not there. */
    static SecretsKey loadOrCreate(Path file, SecureRandom random) {
        try {
            var fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            var text = Base64.getEncoder().encodeToString(fresh) + "\n";
            var parent = file.toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                Files.createDirectories(
                        parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (var channel =
                    Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (FileAlreadyExistsException _) {
            // Ours from an earlier start, or the operator's.
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The secrets key %s cannot be made. Check the rights of its folder.".formatted(file), e);
        }
        return load(file, random);
    }

    /** Reads a file that must be there. */
    static SecretsKey load(Path file, SecureRandom random) {
        try {
            var bytes = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (bytes.length != KEY_BYTES) {
                throw new IllegalStateException("The secrets key %s holds %d bytes; %d in Base64 were expected."
                        .formatted(file, bytes.length, KEY_BYTES));
            }
            return new SecretsKey(file, bytes, random);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The secrets key %s cannot be read. This installation's certificate authority is sealed with it: copy it"
                                    .formatted(file)
                            + " from another manager or from your backup, or set atoll.secrets.key-file.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The secrets key %s is not Base64.".formatted(file), e);
        }
    }

    String seal(byte[] secret, String purpose) {
        try {
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(secret);
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available in this Java runtime.", e);
        }
    }

    byte[] open(String sealedText, String purpose) {
        try {
            var sealed = Base64.getDecoder().decode(sealedText);
            var nonce = new byte[NONCE_BYTES];
            ByteBuffer.wrap(sealed).get(nonce);
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    "The secrets key %s does not open %s: it belongs to another installation. Copy the file from a manager"
                                    .formatted(file, purpose)
                            + " of this installation, or set atoll.secrets.key-file to the right one.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available in this Java runtime.", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
