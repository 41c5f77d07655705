package io.atoll.hypervisor.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hypervisor's "no": a stable code, one sentence with the value and the limit, and what to do about it. */
public final class HypervisorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HypervisorErrorCode code;
    private final transient List<String> hints;

    public HypervisorException(HypervisorErrorCode code, String detail, String... hints) {
        this(code, detail, null, hints);
    }

    public HypervisorException(HypervisorErrorCode code, String detail, @Nullable Throwable cause, String... hints) {
        super(detail, cause);
        this.code = code;
        this.hints = List.of(hints);
    }

    public HypervisorErrorCode code() {
        return code;
    }

    /** What the caller or an admin can do about it, most likely remedy first. */
    public List<String> hints() {
        return hints;
    }
}
