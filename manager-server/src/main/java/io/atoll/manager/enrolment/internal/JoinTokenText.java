package io.atoll.manager.enrolment.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A join token as it is copied: {@code atoll1.} and base64url of 16 bytes id, 32 bytes secret, 32 bytes SHA-256 of the CA
 * certificate. We keep the hash of the secret only.
 */
record JoinTokenText(UUID id, String secretHex, String caFingerprintSha256) {
    private static final String PREFIX = "atoll1.";
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 32;
    private static final int TEXT_CHARS = PREFIX.length() + 107;

    String text() {
        var bytes = ByteBuffer.allocate(ID_BYTES + SECRET_BYTES + FINGERPRINT_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(HexFormat.of().parseHex(secretHex))
                .put(HexFormat.of().parseHex(caFingerprintSha256))
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Empty for anything that is not exactly a token. */
    static Optional<JoinTokenText> parse(String text) {
        if (text.length() != TEXT_CHARS || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
            var id = new UUID(bytes.getLong(), bytes.getLong());
            var secret = new byte[SECRET_BYTES];
            bytes.get(secret);
            var fingerprint = new byte[FINGERPRINT_BYTES];
            bytes.get(fingerprint);
            var hex = HexFormat.of();
            // One token has one spelling: the decoder overlooks bits behind the last byte.
            return Optional.of(new JoinTokenText(id, hex.formatHex(secret), hex.formatHex(fingerprint)))
                    .filter(token -> token.text().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    byte[] secretSha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(secretHex));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not available in this Java runtime.", e);
        }
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "JoinToken[" + id + "]";
    }
}
