package io.atoll.manager.pki.internal;

/** Makes a stranger's text fit for a message. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    static String of(String text) {
        var start = text.substring(0, Math.min(text.length(), LONGEST)).replaceAll("[^\\x20-\\x7e]", "?");
        return '"' + start + (text.length() > LONGEST ? "…\"" : "\"");
    }
}
