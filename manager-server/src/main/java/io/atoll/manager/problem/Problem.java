package io.atoll.manager.problem;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as clients get it: an RFC 9457 document, media type {@code application/problem+json}.
 *
 * @param type where the code is explained
 * @param instance the path of the request, null when there is none
 * @param traceId ties the answer to the manager's log
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        String code,
        List<Cause> causes,
        List<Hint> hints,
        @Nullable String traceId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        causes = List.copyOf(causes);
        hints = List.copyOf(hints);
    }

    public static Problem of(AtollException refusal, @Nullable String instance) {
        ErrorCode code = refusal.code();
        return new Problem(
                "/docs/problems/" + code.name(),
                code.title(),
                code.status(),
                Objects.requireNonNullElse(refusal.getMessage(), code.title()),
                instance,
                code.name(),
                refusal.causes(),
                refusal.hints(),
                TraceId.current().orElse(null));
    }

    /** How long a client should wait before it tries again, for the statuses that ask it to. */
    public static @Nullable Duration retryAfter(AtollException refusal) {
        Duration wanted = refusal.retryAfter();
        return wanted == null && refusal.code().status() == 503 ? Duration.ofSeconds(5) : wanted;
    }
}
