package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL taken apart by one strict reading, so that no two readers can disagree about the host: {@code http} or {@code https},
 * a host in ASCII, maybe a port, a path. No user name, no backslash, no fragment, nothing that needs guessing.
 */
record TargetUrl(boolean secure, String host, int port, String pathAndQuery) {
    static final int LONGEST_CHARS = 2_048;

    private static final Pattern URL = Pattern.compile(
            "(https?)://([A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,126}\\.?|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?"
                    + "(/[A-Za-z0-9._~:/?\\[\\]@!$&'()*+,;=%-]*)?",
            Pattern.CASE_INSENSITIVE);
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern DOTTED_QUAD = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern NUMBERLIKE = Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*\\.?");

    static TargetUrl parse(String text) throws EgressException {
        if (text.length() > LONGEST_CHARS) {
            throw refused("The URL has %d characters, more than %d.".formatted(text.length(), LONGEST_CHARS));
        }
        var matcher = URL.matcher(text);
        if (!matcher.matches()) {
            throw refused(
                    "The URL cannot be used. Give http:// or https://, a host name in ASCII, and a path, without a"
                            + " user name, spaces or a fragment.");
        }
        var secure = matcher.group(1).toLowerCase(Locale.ROOT).equals("https");
        var host = matcher.group(2).toLowerCase(Locale.ROOT);
        if (NUMBERLIKE.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
            throw refused("The URL's host is a number in an unusual form. Write addresses like 192.0.2.1.");
        }
        return new TargetUrl(secure, host, port(matcher.group(3), secure), path(matcher.group(4)));
    }

    /** Where a redirect leads. */
    TargetUrl follow(String location) throws EgressException {
        var next =
                location.startsWith("/") && !location.startsWith("//") ? parse(origin() + location) : parse(location);
        if (secure && !next.secure) {
            throw refused("The server redirects from https to http.");
        }
        return next;
    }

    /** As the Host header wants it. */
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    private String origin() {
        return (secure ? "https://" : "http://") + authority();
    }

    private static int port(@Nullable String text, boolean secure) throws EgressException {
        if (text == null) {
            return secure ? 443 : 80;
        }
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw refused("The URL's port (%d) is not between 1 and 65535.".formatted(port));
        }
        return port;
    }

    private static String path(@Nullable String text) {
        return text == null ? "/" : text;
    }

    private static EgressException refused(String message) {
        return new EgressException(Reason.URL_REFUSED, message);
    }

    @Override
    public String toString() {
        return origin() + pathAndQuery;
    }
}
