package io.atoll.manager.api.list;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a filter into words, texts, numbers and signs. */
final class FilterTokens {
    /** Kinds of tokens. */
    enum Kind {
        WORD,
        TEXT,
        NUMBER,
        EQUAL,
        NOT_EQUAL,
        CONTAINS,
        OPEN,
        CLOSE,
        COMMA,
        END
    }

    /** One token; the position counts characters from 1. */
    record Token(Kind kind, String text, int position) {}

    /** What a reader needs who wrote another language's operator. */
    static final String OPERATORS =
            "a field is compared by ==, !=, ~ (contains) or in, for example metadata.name == \"web\".";

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*+");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}+(\\.[0-9]{1,9}+)?+");

    private final String text;
    private int next;
    private Token current;

    FilterTokens(String text) {
        this.text = text;
        this.current = read();
    }

    Token peek() {
        return current;
    }

    Token take() {
        Token taken = current;
        current = read();
        return taken;
    }

    boolean takeIf(Kind kind) {
        boolean matches = current.kind() == kind;
        if (matches) {
            take();
        }
        return matches;
    }

    boolean takeWord(String word) {
        boolean matches = current.kind() == Kind.WORD && current.text().equals(word);
        if (matches) {
            take();
        }
        return matches;
    }

    Token expect(Kind kind, String what) {
        if (current.kind() != kind) {
            throw invalid(current.position(), "Expected %s.".formatted(what));
        }
        return take();
    }

    static AtollException invalid(int position, String detail) {
        String full = "At position %d: %s".formatted(position, detail);
        return new AtollException(
                ErrorCode.FILTER_INVALID,
                full,
                List.of(Cause.field("filter", full)),
                List.of(Hint.of("A filter looks like: metadata.name ~ \"web\" and status.powerState == \"RUNNING\"")));
    }

    private Token read() {
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        int position = next + 1;
        if (next == text.length()) {
            return new Token(Kind.END, "", position);
        }
        char first = text.charAt(next);
        return switch (first) {
            case '(' -> sign(Kind.OPEN, 1, position);
            case ')' -> sign(Kind.CLOSE, 1, position);
            case ',' -> sign(Kind.COMMA, 1, position);
            case '~' -> sign(Kind.CONTAINS, 1, position);
            case '"' -> quoted(position);
            default -> {
                if (text.startsWith("==", next)) {
                    yield sign(Kind.EQUAL, 2, position);
                }
                if (text.startsWith("!=", next)) {
                    yield sign(Kind.NOT_EQUAL, 2, position);
                }
                yield wordOrNumber(position);
            }
        };
    }

    private Token sign(Kind kind, int length, int position) {
        next += length;
        return new Token(kind, text.substring(position - 1, next), position);
    }

    private Token wordOrNumber(int position) {
        for (var candidate : List.of(Kind.WORD, Kind.NUMBER)) {
            Matcher matcher =
                    (candidate == Kind.WORD ? WORD : NUMBER).matcher(text).region(next, text.length());
            if (matcher.lookingAt()) {
                next = matcher.end();
                return new Token(candidate, matcher.group(), position);
            }
        }
        throw invalid(position, "This sign has no meaning here; " + OPERATORS);
    }

    private Token quoted(int position) {
        var value = new StringBuilder();
        for (int at = next + 1; at < text.length(); at++) {
            char sign = text.charAt(at);
            if (sign == '"') {
                next = at + 1;
                return new Token(Kind.TEXT, value.toString(), position);
            }
            if (sign == '\\') {
                at++;
                char escaped = at < text.length() ? text.charAt(at) : ' ';
                if (escaped != '"' && escaped != '\\') {
                    throw invalid(at, "After a backslash only \" or another backslash may come.");
                }
                value.append(escaped);
            } else if (Character.isISOControl(sign) || (Character.isSurrogate(sign) && !paired(at))) {
                throw invalid(at + 1, "A text must not hold control characters or halves of characters.");
            } else {
                value.append(sign);
            }
        }
        throw invalid(position, "This text has no closing quote.");
    }

    private boolean paired(int at) {
        char sign = text.charAt(at);
        return Character.isHighSurrogate(sign)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
