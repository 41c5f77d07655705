package io.atoll.agent.operation;

import java.util.List;

/** The agent's "no": a stable code, one sentence with the value and the limit, and what to do. */
public final class RefusedException extends RuntimeException {
    private final RefusalCode code;
    private final transient List<String> hints;

    public RefusedException(RefusalCode code, String detail, String... hints) {
        super(detail);
        this.code = code;
        this.hints = List.of(hints);
    }

    public RefusedException(RefusalCode code, String detail, Throwable cause, String... hints) {
        super(detail, cause);
        this.code = code;
        this.hints = List.of(hints);
    }

    public RefusalCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<String> hints() {
        return hints;
    }
}
