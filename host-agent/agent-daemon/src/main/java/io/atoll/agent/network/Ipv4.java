package io.atoll.agent.network;

import java.util.regex.Pattern;

/** One IPv4 address in its usual form; nothing that a tool could read as something else. */
public record Ipv4(String text) {
    private static final String BYTE = "(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern FORM = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    public Ipv4 {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "An IPv4 address is written like 10.0.0.7; the one given (%d characters) is not."
                            .formatted(text.length()));
        }
        var first = Integer.parseInt(text.substring(0, text.indexOf('.')));
        if (first == 0 || first == 127 || first >= 224) {
            throw new IllegalArgumentException("%s is not an address a guest can have.".formatted(text));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
