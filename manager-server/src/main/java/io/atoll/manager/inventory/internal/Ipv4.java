package io.atoll.manager.inventory.internal;

import java.util.Optional;
import java.util.regex.Pattern;

/** An IPv4 address in the one form everybody reads alike: four decimal numbers, no leading zeros, nothing omitted. */
public record Ipv4(int bits) implements Comparable<Ipv4> {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern DOTTED = Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

    public static Optional<Ipv4> parse(String text) {
        var matcher = DOTTED.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int bits = 0;
        for (int octet = 1; octet <= 4; octet++) {
            bits = bits << 8 | Integer.parseInt(matcher.group(octet));
        }
        return Optional.of(new Ipv4(bits));
    }

    public Ipv4 next() {
        return new Ipv4(bits + 1);
    }

    /** Whether a host can have it: not of the network 0, loopback, multicast or reserved ranges. */
    public boolean isUnicast() {
        int first = bits >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    @Override
    public int compareTo(Ipv4 other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return "%d.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff);
    }
}
