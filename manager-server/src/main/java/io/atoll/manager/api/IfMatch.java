package io.atoll.manager.api;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The precondition that keeps two people from overwriting each other: {@code If-Match} with the revision they saw. It is
 * checked on the locked row: checked before, two who saw the same revision would both pass, and one change would be lost.
 *
 * @param header as the client sent it
 */
public record IfMatch(@Nullable String header) {
    private static final Pattern REVISION = Pattern.compile("\\*|\"[0-9]{1,19}\"");

    /** The ETag of a revision. */
    public static String etag(long revision) {
        return "\"" + revision + "\"";
    }

    /** Refuses with PRECONDITION_REQUIRED without the header, and with REVISION_MISMATCH when it names another revision. */
    public void require(long revision) {
        if (header == null || header.isBlank()) {
            throw new AtollException(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "Changing an object needs the If-Match header with the revision you saw.",
                    Hint.of("Send If-Match: %s, or If-Match: * to change it whatever it is now."
                            .formatted(etag(revision))));
        }
        String wanted = header.strip();
        if (!REVISION.matcher(wanted).matches()) {
            throw AtollException.invalid(
                    "If-Match",
                    "If-Match is no revision. Send the ETag you saw, in its quotes, such as %s; or * for any revision."
                            .formatted(etag(revision)));
        }
        if (!wanted.equals("*") && !wanted.equals(etag(revision))) {
            throw new AtollException(
                    ErrorCode.REVISION_MISMATCH,
                    "The object has revision %d now; it was changed since you read it.".formatted(revision),
                    Hint.of("Read it again, look at the change, and send yours with the new revision."));
        }
    }
}
