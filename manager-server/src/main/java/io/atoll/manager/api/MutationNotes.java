package io.atoll.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** What a controller method can add to the audit row of its request, where the conventions cannot see it by themselves. */
public final class MutationNotes {
    private static final String OBJECT = MutationNotes.class.getName() + ".object";
    private static final String DETAIL = MutationNotes.class.getName() + ".detail";
    private static final int LONGEST_DETAIL_CHARS = 500;

    private MutationNotes() {}

    /** The object the request is about, {@code <kind>/<id>}. */
    public static void object(HttpServletRequest request, String object) {
        request.setAttribute(OBJECT, object);
    }

    /** A few words for the audit log. Never a secret. */
    public static void detail(HttpServletRequest request, String detail) {
        String printable = detail.replaceAll("\\p{C}", "?");
        request.setAttribute(
                DETAIL,
                printable.length() > LONGEST_DETAIL_CHARS ? printable.substring(0, LONGEST_DETAIL_CHARS) : printable);
    }

    public static Optional<String> object(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(OBJECT));
    }

    public static Optional<String> detail(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(DETAIL));
    }
}
