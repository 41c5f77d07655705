package io.atoll.manager.problem;

import java.util.List;

/** An expected refusal, told to the client as a problem document. The message is one sentence for people. */
public final class AtollException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Cause> causes;
    private final transient List<Hint> hints;

    public AtollException(ErrorCode code, String detail, List<Cause> causes, List<Hint> hints) {
        super(detail);
        this.code = code;
        this.causes = List.copyOf(causes);
        this.hints = List.copyOf(hints);
    }

    public AtollException(ErrorCode code, String detail, Hint... hints) {
        this(code, detail, List.of(), List.of(hints));
    }

    /** One field of the input is wrong. */
    public static AtollException invalid(String field, String detail) {
        return new AtollException(ErrorCode.VALIDATION_FAILED, detail, List.of(Cause.field(field, detail)), List.of());
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
