package io.atoll.manager.egress.internal;

import java.net.InetAddress;
import java.util.Arrays;

/** All addresses that share their first {@code prefixBits} bits, of IPv4 or IPv6. */
record AddressRange(InetAddress first, int prefixBits) {
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        try {
            var first = InetAddress.ofLiteral(address);
            int longest = first.getAddress().length * 8;
            int prefix = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > longest) {
                throw new IllegalArgumentException("prefix length");
            }
            return new AddressRange(first, prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is not an address range. Write it like 10.1.2.0/24 or fd00::/8.".formatted(text), e);
        }
    }

    boolean contains(InetAddress address) {
        var mine = first.getAddress();
        var other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefixBits / 8;
        if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefixBits % 8;
        int mask = rest == 0 ? 0 : 0xff << (8 - rest) & 0xff;
        return rest == 0 || (mine[whole] & mask) == (other[whole] & mask);
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefixBits;
    }
}
