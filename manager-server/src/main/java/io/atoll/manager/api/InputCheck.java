package io.atoll.manager.api;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects everything that is wrong with an input, so that a client learns all of it at once. The methods answer a value
 * that can be worked with even where it is wrong; {@link #done} throws when anything was.
 */
public final class InputCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern LABEL_KEY = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int LONGEST_DESCRIPTION_CHARS = 4_096;
    private static final int LONGEST_LABEL_CHARS = 255;
    private static final int MOST_LABELS = 32;
    /** Names that some tool or file system takes for something else. */
    private static final Set<String> RESERVED =
            Set.of("con", "prn", "aux", "nul", "null", "undefined", "none", "nan", "true", "false");

    private final List<Cause> causes = new ArrayList<>();

    public void refuse(String field, String detail) {
        causes.add(Cause.field(field, detail));
    }

    public void require(boolean holds, String field, String detail) {
        if (!holds) {
            refuse(field, detail);
        }
    }

    /** A value that must be there. */
    public <T> T present(String field, @Nullable T value, T standIn) {
        if (value == null) {
            refuse(field, "%s is required.".formatted(field));
            return standIn;
        }
        return value;
    }

    public String name(String field, @Nullable String value) {
        var name = present(field, value, "unnamed");
        nameFault(field, name).ifPresent(fault -> refuse(field, fault));
        return name;
    }

    /** Why nothing can have this name, for a text in which it is called {@code subject}; empty: it can. */
    public static Optional<String> nameFault(String subject, String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(
                    "%s must be 1 to 63 characters: letters, digits, '.', '_' or '-', beginning with a letter or digit."
                            .formatted(subject));
        }
        return RESERVED.contains(name.toLowerCase(Locale.ROOT))
                ? Optional.of("The name \"%s\" is reserved. Choose another.".formatted(name))
                : Optional.empty();
    }

    /** Free text for people: normalised to NFC, without control characters other than line feed and tab. */
    public String description(String field, @Nullable String value) {
        return value == null ? "" : text(field, value, LONGEST_DESCRIPTION_CHARS);
    }

    public String text(String field, String value, int longestChars) {
        if (value.length() > longestChars) {
            refuse(field, "%s has %d characters; at most %d are kept.".formatted(field, value.length(), longestChars));
            return "";
        }
        if (value.codePoints().anyMatch(InputCheck::isUnprintable)) {
            refuse(field, "%s holds characters that cannot be shown.".formatted(field));
            return "";
        }
        var kept = Normalizer.normalize(value, Normalizer.Form.NFC);
        if (kept.length() > longestChars) { // some characters have no composed form that NFC allows, and become two
            refuse(
                    field,
                    "%s has %d characters in the form in which it is kept (NFC); at most %d are."
                            .formatted(field, kept.length(), longestChars));
            return "";
        }
        return kept;
    }

    public Map<String, String> labels(String field, @Nullable Map<String, @Nullable String> value) {
        if (value == null) {
            return Map.of();
        }
        require(
                value.size() <= MOST_LABELS,
                field,
                "There are %d labels; at most %d are kept.".formatted(value.size(), MOST_LABELS));
        var labels = new TreeMap<String, String>();
        for (var label : value.entrySet()) {
            label(field, label.getKey(), label.getValue(), labels);
        }
        return labels;
    }

    private void label(String field, String key, @Nullable String value, Map<String, String> labels) {
        if (!LABEL_KEY.matcher(key).matches()) {
            refuse(
                    field,
                    "A label key must be 1 to 63 of a-z, 0-9, '.', '_', '/', '-', beginning and ending with a letter or digit.");
        } else if (value == null
                || value.length() > LONGEST_LABEL_CHARS
                || value.codePoints().anyMatch(point -> isUnprintable(point) || point == '\n' || point == '\t')) {
            refuse(
                    field + "." + key,
                    "A label's value must be printable text of at most %d characters.".formatted(LONGEST_LABEL_CHARS));
        } else {
            labels.put(key, Normalizer.normalize(value, Normalizer.Form.NFC));
        }
    }

    public int range(String field, int value, int least, int most) {
        require(
                value >= least && value <= most,
                field,
                "%s is %d; it must be between %d and %d.".formatted(field, value, least, most));
        return Math.clamp(value, least, most);
    }

    public long range(String field, long value, long least, long most) {
        require(
                value >= least && value <= most,
                field,
                "%s is %d; it must be between %d and %d.".formatted(field, value, least, most));
        return Math.clamp(value, least, most);
    }

    /** An id that must be there, in canonical form. */
    public <T> T id(String field, @Nullable String value, Function<UUID, T> type) {
        return type.apply(uuid(field, present(field, value, "")));
    }

    /** An id that may be missing. */
    public <T> @Nullable T optionalId(String field, @Nullable String value, Function<UUID, T> type) {
        return value == null ? null : type.apply(uuid(field, value));
    }

    private UUID uuid(String field, String value) {
        if (!UUID_TEXT.matcher(value).matches()) {
            if (!value.isEmpty()) {
                refuse(
                        field,
                        "%s is not an id; an id looks like 01a21e69-a278-705b-960e-66311c632810 and is the field id of what it is wanted of, not its name."
                                .formatted(field));
            } else if (causes.stream().noneMatch(cause -> field.equals(cause.field()))) {
                refuse(field, "%s must not be empty.".formatted(field));
            }
            return new UUID(0, 0);
        }
        return UUID.fromString(value);
    }

    public <E extends Enum<E>> E choice(String field, @Nullable String value, Class<E> type, E fallback) {
        if (value == null) {
            return fallback;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        refuse(field, "%s must be one of %s.".formatted(field, List.of(type.getEnumConstants())));
        return fallback;
    }

    /** One of the names, which must be said: what grants something has no default. */
    public <E extends Enum<E>> E requiredChoice(String field, @Nullable String value, Class<E> type, E standIn) {
        require(value != null, field, "%s is required: one of %s.".formatted(field, List.of(type.getEnumConstants())));
        return choice(field, value, type, standIn);
    }

    /** Throws VALIDATION_FAILED with every cause when anything was wrong. */
    public void done() {
        if (!causes.isEmpty()) {
            var more = causes.size() == 1 ? "" : " And %d more.".formatted(causes.size() - 1);
            throw new AtollException(
                    ErrorCode.VALIDATION_FAILED, causes.getFirst().detail() + more, causes, List.of());
        }
    }

    /** Controls, unassigned and private characters, and the invisible ones that make two names look alike. */
    private static boolean isUnprintable(int point) {
        if (point == '\n' || point == '\t') {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> !isEmojiJoiner(point);
            default -> false;
        };
    }

    /** The zero width joiner holds composed emoji together. */
    private static boolean isEmojiJoiner(int point) {
        return point == 0x200d;
    }
}
