package io.atoll.manager.problem.web;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a JSON body: which field, what was expected. Never repeats the parser's own words. */
final class JsonProblems {
    private static final int LONGEST_NAME_SHOWN_CHARS = 64;

    private JsonProblems() {}

    static AtollException translate(JacksonException e) {
        AtollException refusal = ourOwn(e);
        if (refusal != null) {
            return refusal;
        }
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                AtollException.invalid(
                        path(unknown), "There is no property \"%s\" here.".formatted(shown(unknown.getPropertyName())));
            case InputCoercionException tooLarge ->
                AtollException.invalid(
                        path(tooLarge), "%s is beyond what a number may be here.".formatted(path(tooLarge)));
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case StreamConstraintsException _ ->
                new AtollException(
                        ErrorCode.MALFORMED_JSON,
                        "The body is nested too deeply, or a text, name or number in it is too long.");
            default -> malformed(e);
        };
    }

    /** A record's own constructor may refuse with a full explanation. */
    private static @Nullable AtollException ourOwn(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AtollException refusal) {
                return refusal;
            }
        }
        return null;
    }

    private static AtollException mismatch(MismatchedInputException e) {
        String field = path(e);
        Class<?> wanted = e.getTargetType();
        if (e.getPath().isEmpty() && wanted != null && !wanted.isPrimitive()) {
            return AtollException.invalid("", "The body must be one JSON object with the documented properties.");
        }
        return AtollException.invalid(field, "%s must be %s.".formatted(field, describe(wanted)));
    }

    private static String describe(@Nullable Class<?> type) {
        if (type == null) {
            return "of the documented type";
        }
        if (type.isEnum()) {
            var names = new StringBuilder();
            for (Object constant : type.getEnumConstants()) {
                names.append(names.isEmpty() ? "" : ", ").append(((Enum<?>) constant).name());
            }
            return "one of " + names;
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class || type == BigDecimal.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.getName().startsWith("java.time.")) {
            return "a time such as 2026-11-21T08:00:00Z";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of the documented type";
    }

    private static AtollException malformed(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String where = location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
        return new AtollException(ErrorCode.MALFORMED_JSON, "The body is not valid JSON%s.".formatted(where));
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : shown(step.getPropertyName()))
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /** Names come from the client: shortened, and without anything that is not plain text. */
    private static String shown(@Nullable String name) {
        String text = name == null ? "" : name.replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() > LONGEST_NAME_SHOWN_CHARS ? text.substring(0, LONGEST_NAME_SHOWN_CHARS) + "…" : text;
    }
}
