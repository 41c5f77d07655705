package io.atoll.manager.enrolment.internal;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the address a host claims for its agent, without asking any name service. */
final class AgentAddress {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:]{2,39}");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_NAME = 253;

    private AgentAddress() {}

    /** The one form under which this address is kept; empty when it is none a manager could call. */
    static Optional<String> canonical(String text) {
        if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
            return address(text);
        }
        var name = text.toLowerCase(Locale.ROOT);
        var labels = name.split("\\.", -1);
        var looksLikeAddress = labels[labels.length - 1].matches("\\d*|0x[0-9a-f]*");
        for (var label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return Optional.empty();
            }
        }
        return name.length() <= LONGEST_NAME && !looksLikeAddress ? Optional.of(name) : Optional.empty();
    }

    private static Optional<String> address(String text) {
        try {
            var address = InetAddress.ofLiteral(text);
            var callable =
                    !address.isAnyLocalAddress() && !address.isMulticastAddress() && !address.isLinkLocalAddress();
            return callable ? Optional.of(address.getHostAddress()) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
