package io.atoll.manager.inventory.internal;

import java.util.Optional;

/** An IPv4 subnet of 4 to 65,536 addresses, written as its first address and a prefix length. */
public record Ipv4Subnet(Ipv4 first, int prefixLength) {
    static final int SHORTEST_PREFIX = 16;
    static final int LONGEST_PREFIX = 30;

    /** The subnet, or nothing where the text is not one, has host bits set, or is not of a size a network can have. */
    public static Optional<Ipv4Subnet> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[1-9]\\d?")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        if (prefix < SHORTEST_PREFIX || prefix > LONGEST_PREFIX) {
            return Optional.empty();
        }
        return Ipv4.parse(text.substring(0, slash))
                .filter(Ipv4::isUnicast)
                .map(first -> new Ipv4Subnet(first, prefix))
                .filter(subnet -> (subnet.first.bits() & ~subnet.mask()) == 0);
    }

    /** Whether a host of this subnet can have {@code address}: neither the subnet's own address nor its broadcast. */
    public boolean offers(Ipv4 address) {
        int host = address.bits() & ~mask();
        return (address.bits() & mask()) == first.bits() && host != 0 && host != ~mask();
    }

    private int mask() {
        return -1 << (32 - prefixLength);
    }

    @Override
    public String toString() {
        return first + "/" + prefixLength;
    }
}
