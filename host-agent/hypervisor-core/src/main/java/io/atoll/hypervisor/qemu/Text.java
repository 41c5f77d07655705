package io.atoll.hypervisor.qemu;

/** Makes text that others chose fit for messages and logs. */
final class Text {

    private Text() {}

    /** One line without control characters, format characters (bidirectional overrides) or lone surrogates, at most {@code limit} long. */
    static String printable(String text, int limit) {
        var result = new StringBuilder();
        text.strip().codePoints().limit(limit).forEach(c -> result.appendCodePoint(isPrintable(c) ? c : ' '));
        return result.toString().strip();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
