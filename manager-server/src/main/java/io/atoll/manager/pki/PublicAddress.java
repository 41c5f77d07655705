package io.atoll.manager.pki;

import java.net.URI;
import java.util.List;

/**
 * Where hosts and browsers reach the managers.
 *
 * @param url {@code https://<host>:<port>}, without a path
 * @param names all DNS names and IP addresses this manager answers by, the URL's host first
 */
public record PublicAddress(URI url, List<String> names) {
    public PublicAddress {
        names = List.copyOf(names);
    }

    /** The URL's host, without the brackets of an IPv6 address. */
    public String host() {
        return names.getFirst();
    }
}
