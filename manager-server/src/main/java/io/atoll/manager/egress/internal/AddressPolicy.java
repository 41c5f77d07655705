package io.atoll.manager.egress.internal;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which addresses and ports a URL of a user may lead to. */
final class AddressPolicy {
    /** Where web servers of the open internet listen. An address the administrator listed may use any port. */
    private static final Set<Integer> PUBLIC_PORTS = Set.of(80, 443, 8080, 8443);

    /** Where mail servers take mail to be sent on. */
    private static final Set<Integer> MAIL_PORTS = Set.of(25, 465, 587, 2525);

    /** Everything that is not a single host of the open internet: IANA's special-purpose registries, and all that embeds IPv4. */
    private static final List<AddressRange> CLOSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/3",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "4000::/2",
                    "8000::/1")
            .map(AddressRange::parse)
            .toList();

    private final List<AddressRange> allowed;

    AddressPolicy(List<String> allow) {
        allowed = allow.stream().map(AddressRange::parse).toList();
    }

    boolean permits(InetAddress address, int port) {
        return permits(address, PUBLIC_PORTS, port);
    }

    boolean permitsMail(InetAddress address, int port) {
        return permits(address, MAIL_PORTS, port);
    }

    private boolean permits(InetAddress address, Set<Integer> publicPorts, int port) {
        if (allowed.stream().anyMatch(range -> range.contains(address))) {
            return true;
        }
        return publicPorts.contains(port) && CLOSED.stream().noneMatch(range -> range.contains(address));
    }
}
