package io.atoll.manager.console.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.model.keyboard.KeyChord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A text as what to press for it, character by character. Text is data: a line feed is Enter, a tab is Tab, and no other control
 * character is typed. May be a password: never logged, never kept.
 */
public final class TypedText {
    public static final int MOST_CHARACTERS = 1_000;

    private final List<List<KeyChord>> characters;

    private TypedText(List<List<KeyChord>> characters) {
        this.characters = characters;
    }

    /** Refuses what cannot be typed, every character of it with its places; CR LF counts as one line feed. */
    public static TypedText read(InputCheck check, String field, String text, KeyboardLayout layout) {
        var points = text.replace("\r\n", "\n").codePoints().toArray();
        check.require(points.length > 0, field, "%s must not be empty.".formatted(field));
        if (points.length > MOST_CHARACTERS) {
            check.refuse(
                    field,
                    "%s has %d characters; at most %d are typed in one go. Send it in parts."
                            .formatted(field, points.length, MOST_CHARACTERS));
            return new TypedText(List.of());
        }
        var characters = new ArrayList<List<KeyChord>>();
        var impossible = new TreeMap<Integer, List<Integer>>();
        for (var at = 0; at < points.length; at++) {
            var keys = layout.keysFor(points[at]);
            characters.add(keys);
            if (keys.isEmpty()) {
                impossible.computeIfAbsent(points[at], _ -> new ArrayList<>()).add(at + 1);
            }
        }
        impossible.forEach((point, places) -> check.refuse(field, refusal(point, places, layout)));
        return new TypedText(characters);
    }

    private static String refusal(int point, List<Integer> places, KeyboardLayout layout) {
        var where = places.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Character.isISOControl(point)
                ? "The control character U+%04X (at %s) is not typed; only line feed and tab are."
                        .formatted(point, where)
                : "A keyboard with the layout %s does not have %s (at %s)."
                        .formatted(layout.apiName(), named(point), where);
    }

    private static String named(int point) {
        var code = "U+%04X".formatted(point);
        return isVisible(point) ? "\"%s\", %s".formatted(Character.toString(point), code) : code;
    }

    /** Marks and invisible characters would change how the sentence around them looks. */
    private static boolean isVisible(int point) {
        return Character.isLetterOrDigit(point)
                || switch (Character.getType(point)) {
                    case Character.MATH_SYMBOL,
                            Character.CURRENCY_SYMBOL,
                            Character.OTHER_SYMBOL,
                            Character.OTHER_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION -> true;
                    default -> false;
                };
    }

    public int length() {
        return characters.size();
    }

    /** Everything there is to press, in order. */
    public List<KeyChord> chords() {
        return characters.stream().flatMap(List::stream).toList();
    }

    /** How many characters were there when so many chords had been pressed. */
    public int charactersIn(int chords) {
        var left = chords;
        var whole = 0;
        for (var keys : characters) {
            left -= keys.size();
            if (left < 0) {
                break;
            }
            whole++;
        }
        return whole;
    }
}
