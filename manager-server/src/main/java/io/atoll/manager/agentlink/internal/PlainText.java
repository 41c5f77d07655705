package io.atoll.manager.agentlink.internal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.regex.Pattern;

/** Makes text of others harmless to keep: on one line, printable, bounded. */
final class PlainText {
    private static final int LONGEST_CHARS = 2_000;
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Co}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+");

    private PlainText() {}

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    /** A code in the protocol's form; {@code otherwise} where it is not one. Codes we do not know are kept. */
    static String code(String code, String otherwise) {
        return CODE.matcher(code).matches() ? code : otherwise;
    }

    /** The message with every text in it made harmless, however deep. */
    static <M extends Message> M in(M message) {
        var builder = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.STRING
                    || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                builder.setField(
                        field,
                        value instanceof List<?> list
                                ? list.stream().map(PlainText::harmless).toList()
                                : harmless(value));
            }
        });
        @SuppressWarnings("unchecked") // a message's own builder
        var harmless = (M) builder.build();
        return harmless;
    }

    private static Object harmless(Object value) {
        return switch (value) {
            case String text -> of(text);
            case Message message -> in(message);
            default -> value;
        };
    }

    static String of(String text) {
        String cut = text.length() > LONGEST_CHARS ? text.substring(0, LONGEST_CHARS) + "…" : text;
        return UNPRINTABLE.matcher(cut).replaceAll(" ");
    }
}
