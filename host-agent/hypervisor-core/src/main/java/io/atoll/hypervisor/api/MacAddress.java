package io.atoll.hypervisor.api;

import java.util.Locale;
import java.util.regex.Pattern;

/** The hardware address of one network card, in lower case with colons. Never a group (multicast) address or all zeros. */
public record MacAddress(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final String NONE = "00:00:00:00:00:00";

    public MacAddress {
        value = value.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A MAC address is written like 52:54:00:12:34:56; the one given (%d characters) is not."
                            .formatted(value.length()));
        }
        if (Integer.parseInt(value.substring(0, 2), 16) % 2 != 0 || value.equals(NONE)) {
            throw new IllegalArgumentException(
                    "%s is not the address of a single network card (the first byte must be even, not all zero)."
                            .formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
