package io.atoll.manager.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expected refusal, told to the client as a problem document. The message is one sentence for people. */
public final class AtollException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Cause> causes;
    private final transient List<Hint> hints;
    private final @Nullable Duration retryAfter;

    public AtollException(ErrorCode code, String detail, List<Cause> causes, List<Hint> hints) {
        this(code, detail, causes, hints, null);
    }

    public AtollException(
            ErrorCode code, String detail, List<Cause> causes, List<Hint> hints, @Nullable Duration retryAfter) {
        super(detail);
        this.code = code;
        this.causes = List.copyOf(causes);
        this.hints = List.copyOf(hints);
        this.retryAfter = retryAfter;
    }

    public AtollException(ErrorCode code, String detail, Hint... hints) {
        this(code, detail, List.of(), List.of(hints));
    }

    /** One field of the input is wrong. */
    public static AtollException invalid(String field, String detail) {
        return new AtollException(ErrorCode.VALIDATION_FAILED, detail, List.of(Cause.field(field, detail)), List.of());
    }

    /** Refused for now: the client is told when to come back. */
    public static AtollException retryLater(ErrorCode code, String detail, Duration retryAfter) {
        return new AtollException(code, detail, List.of(), List.of(), retryAfter);
    }

    /** When to come back, where that is known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    public List<Cause> causes() {
        return causes;
    }

    public List<Hint> hints() {
        return hints;
    }
}
