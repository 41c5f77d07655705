package io.atoll.model.keyboard;

import java.util.HashSet;
import java.util.List;

/** Keys that are pressed one after the other, held together, and let go: Ctrl, Alt and Del, or one key alone. */
public record KeyChord(List<String> keys) {
    /** As many as anybody has fingers for, and more. */
    public static final int MOST_KEYS = 16;

    private static final int LONGEST_SHOWN_CHARS = 30;

    public KeyChord {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    "1 to %d keys are pressed at once, %d were given.".formatted(MOST_KEYS, keys.size()));
        }
        var unknown = keys.stream().filter(key -> !KeyNames.ALL.contains(key)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("No keys of that name: %s. There are %s."
                    .formatted(unknown.stream().map(KeyChord::shown).toList(), KeyNames.ALL));
        }
        if (new HashSet<>(keys).size() < keys.size()) {
            throw new IllegalArgumentException(
                    "A key is pressed once at a time, but one of %s is named twice.".formatted(keys));
        }
    }

    public static KeyChord of(String... keys) {
        return new KeyChord(List.of(keys));
    }

    private static String shown(String key) {
        var printable = key.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= LONGEST_SHOWN_CHARS
                ? printable
                : printable.substring(0, LONGEST_SHOWN_CHARS) + "…";
    }
}
