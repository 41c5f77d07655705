package io.atoll.agent.identity;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What an administrator hands to a new host: {@code atoll1.} and base64url of 16 bytes id, 32 bytes secret and the 32
 * bytes SHA-256 of the manager's CA certificate. The last part lets the host know the manager before it sends anything.
 */
public record JoinToken(String text, UUID id, String caFingerprintSha256) {
    private static final String PREFIX = "atoll1.";
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 32;

    /** Reads a token as it was copied; surrounding blanks are forgiven, anything else is refused with the reason. */
    public static JoinToken parse(String copied) {
        var text = copied.strip();
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "The join token does not start with \"%s\". Copy the whole command that the manager shows."
                            .formatted(PREFIX));
        }
        var bytes = decode(text.substring(PREFIX.length()));
        var expected = ID_BYTES + SECRET_BYTES + FINGERPRINT_BYTES;
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    "The join token holds %d bytes instead of %d, so a part of it is missing. Copy the whole command that the manager shows."
                            .formatted(bytes.length, expected));
        }
        var id = ByteBuffer.wrap(bytes, 0, ID_BYTES);
        var fingerprint = Arrays.copyOfRange(bytes, ID_BYTES + SECRET_BYTES, expected);
        return new JoinToken(
                text, new UUID(id.getLong(), id.getLong()), HexFormat.of().formatHex(fingerprint));
    }

    /** The secret stays out of logs and messages. */
    @Override
    public String toString() {
        return "JoinToken[" + id + "]";
    }

    private static byte[] decode(String base64Url) {
        try {
            return Base64.getUrlDecoder().decode(base64Url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The join token has characters that do not belong in it. Copy the whole command that the manager shows.",
                    e);
        }
    }
}
