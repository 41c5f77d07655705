package io.atoll.manager.power.internal.driver;

/** What controllers say is hostile: it comes into messages short and printable. */
final class Words {
    private static final int LONGEST_CHARS = 200;

    private Words() {}

    static String printable(String said) {
        var line = said.strip().replaceAll("[\\p{C}\\s]+", " ");
        return line.length() > LONGEST_CHARS ? line.substring(0, LONGEST_CHARS) + "…" : line;
    }

    /** For the beginning of a sentence. */
    static String first(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
