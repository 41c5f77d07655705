package io.atoll.manager.console.internal;

import io.atoll.model.keyboard.KeyChord;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to press for a character where the guest believes in this keyboard. Keys are named after what a US keyboard has in their
 * place; which character they give, the guest decides. Tables only: nothing here depends on a guest.
 */
public enum KeyboardLayout {
    US {
        @Override
        void fill(Table table) {
            table.letters("abcdefghijklmnopqrstuvwxyz");
            table.add("`1234567890-=[]\\;',./", PLACES);
            table.add("~!@#$%^&*()_+{}|:\"<>?", PLACES, SHIFT);
        }
    },
    /** T1 with dead keys, as Linux ({@code de}) and Windows have it. */
    DE {
        @Override
        void fill(Table table) {
            table.letters("abcdefghijklmnopqrstuvwxzy");
            table.add(" 1234567890ß ü+#öä,.-", PLACES);
            table.add("°!\"§$%&/()=? Ü*'ÖÄ;:_", PLACES, SHIFT);
            table.add("  ²³   {[]}\\  ~", PLACES, ALT_GR);
            table.add("@€µ", List.of("q", "e", "m"), ALT_GR);
            table.add("<", List.of("less"));
            table.add(">", List.of("less"), SHIFT);
            table.add("|", List.of("less"), ALT_GR);
            table.dead(KeyChord.of("grave_accent"), '^', '\u0302', "aeiouAEIOU");
            table.dead(KeyChord.of("equal"), '´', '\u0301', "aeiouyAEIOUY");
            table.dead(KeyChord.of(SHIFT, "equal"), '`', '\u0300', "aeiouAEIOU");
        }
    };

    private static final String SHIFT = "shift";
    private static final String ALT_GR = "alt_r";
    /** The keys whose characters differ, row by row from the left. */
    private static final List<String> PLACES = List.of(
            "grave_accent",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "0",
            "minus",
            "equal",
            "bracket_left",
            "bracket_right",
            "backslash",
            "semicolon",
            "apostrophe",
            "comma",
            "dot",
            "slash");

    @SuppressWarnings("ImmutableEnumChecker") // filled once, never handed out
    private @Nullable Map<Integer, List<KeyChord>> keys;

    abstract void fill(Table table);

    /** The name in the API. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to press, one chord after the other; empty for a character that this keyboard does not have. */
    public List<KeyChord> keysFor(int character) {
        return table().getOrDefault(character, List.of());
    }

    private synchronized Map<Integer, List<KeyChord>> table() {
        var filled = keys;
        if (filled == null) {
            var table = new Table();
            fill(table);
            filled = Map.copyOf(table.keys);
            keys = filled;
        }
        return filled;
    }

    /** A layout while it is put together. */
    static final class Table {
        private final Map<Integer, List<KeyChord>> keys = new HashMap<>();

        Table() {
            keys.put((int) ' ', List.of(KeyChord.of("spc")));
            keys.put((int) '\n', List.of(KeyChord.of("ret")));
            keys.put((int) '\t', List.of(KeyChord.of("tab")));
        }

        /** Which letters are in the places of the US keyboard's a to z. */
        void letters(String inPlaceOfAToZ) {
            var places = Stream.iterate('a', place -> (char) (place + 1))
                    .limit(inPlaceOfAToZ.length())
                    .map(String::valueOf)
                    .toList();
            add(inPlaceOfAToZ, places);
            add(inPlaceOfAToZ.toUpperCase(Locale.ROOT), places, SHIFT);
        }

        /** Each character's key is at the same index; a blank stands for none. */
        void add(String characters, List<String> places, String... modifiers) {
            for (var at = 0; at < characters.length(); at++) {
                if (characters.charAt(at) != ' ') {
                    var chord = Stream.concat(Arrays.stream(modifiers), Stream.of(places.get(at)));
                    keys.put((int) characters.charAt(at), List.of(new KeyChord(chord.toList())));
                }
            }
        }

        /** A key that gives nothing until the next: with a blank itself, with a letter that letter with the accent. */
        void dead(KeyChord key, char alone, char combining, String letters) {
            keys.put((int) alone, List.of(key, KeyChord.of("spc")));
            for (var at = 0; at < letters.length(); at++) {
                var letter = letters.charAt(at);
                var composed = Normalizer.normalize(String.valueOf(letter) + combining, Normalizer.Form.NFC);
                var plain = keys.getOrDefault((int) letter, List.of());
                keys.put(
                        composed.codePointAt(0),
                        Stream.concat(Stream.of(key), plain.stream()).toList());
            }
        }
    }
}
