package io.atoll.manager.vm.internal.cloudinit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One OpenSSH public key: type, key, comment. No options, no second line: those could run commands at log-in. */
record SshPublicKey(String line) {
    static final int LONGEST_CHARS = 16_384;

    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");
    private static final Pattern LINE =
            Pattern.compile("(\\S+) ([A-Za-z0-9+/]+={0,2})( [\\x21-\\x7e][\\x20-\\x7e]{0,255})?");

    /** The key, or nothing where {@code text} is not exactly one key of a known type. */
    static Optional<SshPublicKey> parse(String text) {
        if (text.length() > LONGEST_CHARS) {
            return Optional.empty();
        }
        var matcher = LINE.matcher(text);
        if (!matcher.matches()
                || !TYPES.contains(matcher.group(1))
                || !namesItsType(matcher.group(1), matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of(new SshPublicKey(text));
    }

    /** The key itself begins with its type; a key that says otherwise was pasted together. */
    private static boolean namesItsType(String type, String base64) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            if (bytes.remaining() < 4) {
                return false;
            }
            int length = bytes.getInt();
            if (length != type.length() || bytes.remaining() <= length) {
                return false;
            }
            var name = new byte[length];
            bytes.get(name);
            return new String(name, StandardCharsets.US_ASCII).equals(type);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
