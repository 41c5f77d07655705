package io.atoll.drs.lab.roadef;

import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import io.atoll.drs.lab.UserFile;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Whole numbers from a file (plain or gzip), one after the other; what is wrong is told with the file, the line and the name of the number. */
final class NumberReader {
    private static final int MOST_DIGITS = 18;

    private final String file;
    private final byte[] text;
    private int at;
    private int line = 1;

    private NumberReader(String file, byte[] text) {
        this.file = file;
        this.text = text;
    }

    static NumberReader open(String file) {
        return new NumberReader(file, UserFile.named(file).read());
    }

    /** The next number, from {@code least} to {@code most}. */
    long next(long least, long most, Supplier<String> name) {
        skipBlanks();
        if (at == text.length) {
            throw new BadInput(
                    ErrorCode.MALFORMED, place(name.get()), "The file ends here, but this number is missing.");
        }
        var word = word();
        if (!word.matches("-?[0-9]{1,%d}".formatted(MOST_DIGITS))) {
            throw new BadInput(
                    ErrorCode.MALFORMED,
                    place(name.get()),
                    "Should be a whole number of at most %d digits, but is %s."
                            .formatted(MOST_DIGITS, BadInput.quote(word)));
        }
        var value = Long.parseLong(word);
        if (value < least || value > most) {
            throw invalid(name.get(), "should be from %d to %d, but is %d".formatted(least, most, value));
        }
        return value;
    }

    int nextInt(int least, int most, Supplier<String> name) {
        return (int) next(least, most, name);
    }

    /** Nothing but blanks may follow. */
    void end(String expected) {
        skipBlanks();
        if (at < text.length) {
            throw new BadInput(
                    ErrorCode.INCONSISTENT,
                    place("the end"),
                    "Nothing should follow %s, but there is %s.".formatted(expected, BadInput.quote(word())));
        }
    }

    private BadInput invalid(String name, String what) {
        return new BadInput(ErrorCode.INVALID_VALUE, place(name), "This number " + what + ".");
    }

    private String place(String name) {
        return "%s, line %d: %s".formatted(file, line, name);
    }

    private void skipBlanks() {
        while (at < text.length && isBlank(text[at])) {
            if (text[at] == '\n') {
                line++;
            }
            at++;
        }
    }

    private String word() {
        var start = at;
        while (at < text.length && !isBlank(text[at])) {
            at++;
        }
        return new String(text, start, at - start, StandardCharsets.UTF_8);
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }
}
