package io.atoll.manager.pki.internal;

import io.atoll.manager.pki.PublicAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the names and addresses by which this manager can be called. */
final class OwnAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);

    private OwnAddresses() {}

    static PublicAddress find(@Nullable URI configured, int webPort) {
        var hostname = hostname();
        var url =
                configured == null ? URI.create("https://%s:%d".formatted(hostname, webPort)) : withoutPath(configured);
        SequencedSet<String> names = new LinkedHashSet<>();
        names.add(withoutBrackets(url.getHost()));
        names.add(hostname);
        names.add("localhost");
        names.addAll(addresses());
        return new PublicAddress(url, List.copyOf(names));
    }

    private static URI withoutPath(URI url) {
        return URI.create(
                url.getPort() < 0
                        ? "https://" + url.getHost()
                        : "https://%s:%d".formatted(url.getHost(), url.getPort()));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String hostname() {
        try {
            var name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?") ? name : "localhost";
        } catch (IOException e) {
            LOG.info("This machine's name is not known to its resolver ({}); using localhost.", e.getMessage());
            return "localhost";
        }
    }

    private static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                    .map(OwnAddresses::text)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warn("The network interfaces cannot be listed ({}).", e.getMessage());
            return List.of("127.0.0.1");
        }
    }

    private static String text(InetAddress address) {
        var text = address.getHostAddress();
        return address instanceof Inet6Address && text.indexOf('%') >= 0 ? text.substring(0, text.indexOf('%')) : text;
    }
}
