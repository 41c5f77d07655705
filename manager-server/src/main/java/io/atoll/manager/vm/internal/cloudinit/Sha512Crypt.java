package io.atoll.manager.vm.internal.cloudinit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The {@code $6$} password hash of crypt(3), which every Linux guest understands: SHA-512, salted, 5,000 rounds.
 * After the public specification by Ulrich Drepper; the tests hold its vectors.
 */
final class Sha512Crypt {
    private static final String PREFIX = "$6$";
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SALT_CHARS = 16;
    private static final int ROUNDS = 5_000;
    private static final int DIGEST_BYTES = 64;
    private static final Pattern HASH = Pattern.compile("\\$6\\$[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{86}");

    private Sha512Crypt() {}

    /** Whether {@code text} is a hash as {@link #hash} makes them. */
    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** The hash of {@code password} with a salt drawn from {@code random}, which must be a secure one. */
    static String hash(String password, RandomGenerator random) {
        var salt = new StringBuilder(SALT_CHARS);
        for (int i = 0; i < SALT_CHARS; i++) {
            salt.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return hash(password, salt.toString());
    }

    static String hash(String password, String salt) {
        var key = password.getBytes(StandardCharsets.UTF_8);
        var saltBytes = salt.getBytes(StandardCharsets.US_ASCII);
        var start = firstDigest(key, saltBytes);
        var keySequence = sequence(repeatedDigest(key, key.length), key.length);
        var saltSequence = sequence(repeatedDigest(saltBytes, 16 + (start[0] & 0xff)), saltBytes.length);
        var digest = start;
        for (int round = 0; round < ROUNDS; round++) {
            digest = roundDigest(digest, round, keySequence, saltSequence);
        }
        Arrays.fill(key, (byte) 0);
        return PREFIX + salt + "$" + encode(digest);
    }

    private static byte[] firstDigest(byte[] key, byte[] salt) {
        var alternate = sha512();
        alternate.update(key);
        alternate.update(salt);
        alternate.update(key);
        var alternateDigest = alternate.digest();

        var digest = sha512();
        digest.update(key);
        digest.update(salt);
        digest.update(sequence(alternateDigest, key.length));
        for (int bits = key.length; bits > 0; bits >>= 1) {
            digest.update((bits & 1) == 1 ? alternateDigest : key);
        }
        return digest.digest();
    }

    private static byte[] repeatedDigest(byte[] bytes, int times) {
        var digest = sha512();
        for (int i = 0; i < times; i++) {
            digest.update(bytes);
        }
        return digest.digest();
    }

    private static byte[] roundDigest(byte[] before, int round, byte[] keySequence, byte[] saltSequence) {
        var digest = sha512();
        var odd = (round & 1) == 1;
        digest.update(odd ? keySequence : before);
        if (round % 3 != 0) {
            digest.update(saltSequence);
        }
        if (round % 7 != 0) {
            digest.update(keySequence);
        }
        digest.update(odd ? before : keySequence);
        return digest.digest();
    }

    /** {@code length} bytes of {@code digest}, repeated as often as it takes. */
    private static byte[] sequence(byte[] digest, int length) {
        var sequence = new byte[length];
        for (int at = 0; at < length; at += DIGEST_BYTES) {
            System.arraycopy(digest, 0, sequence, at, Math.min(DIGEST_BYTES, length - at));
        }
        return sequence;
    }

    /** Triples of bytes 21 apart, their order turning by one each time; the last byte stands alone. */
    private static String encode(byte[] digest) {
        var text = new StringBuilder(86);
        int first = 0;
        int second = 21;
        int third = 42;
        for (int i = 0; i < 21; i++) {
            append(text, digest[first], digest[second], digest[third], 4);
            var next = second + 1;
            second = third + 1;
            third = first + 1;
            first = next;
        }
        append(text, (byte) 0, (byte) 0, digest[63], 2);
        return text.toString();
    }

    private static void append(StringBuilder text, byte high, byte middle, byte low, int chars) {
        int bits = (high & 0xff) << 16 | (middle & 0xff) << 8 | (low & 0xff);
        for (int i = 0; i < chars; i++) {
            text.append(ALPHABET.charAt(bits & 0x3f));
            bits >>= 6;
        }
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-512.", e);
        }
    }
}
