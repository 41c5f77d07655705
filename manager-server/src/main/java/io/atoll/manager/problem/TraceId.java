package io.atoll.manager.problem;

import java.util.Optional;
import org.slf4j.MDC;

/** The id of the request this thread works for: 32 hexadecimal digits, in every log line and every problem document. */
public final class TraceId {
    static final String MDC_KEY = "traceId";

    private TraceId() {}

    public static Optional<String> current() {
        return Optional.ofNullable(MDC.get(MDC_KEY));
    }

    /** Sets the id for this thread until {@link Scope#close}. */
    public static Scope set(String traceId) {
        MDC.put(MDC_KEY, traceId);
        return () -> MDC.remove(MDC_KEY);
    }

    /** The time during which an id is set. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
