package io.atoll.manager.problem.web;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem document where no controller is involved. */
final class ProblemWriter {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ProblemWriter() {}

    static void write(AtollException refusal, @Nullable String instance, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(refusal.code().status());
        response.setHeader("Cache-Control", "no-store");
        Duration retryAfter = Problem.retryAfter(refusal);
        if (retryAfter != null) {
            response.setHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        byte[] body = JSON.writeValueAsBytes(Problem.of(refusal, instance));
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** The path without its query, which may hold what a client would not want to see repeated. */
    static @Nullable String instance(HttpServletRequest request) {
        String uri = request.getRequestURI();
        return uri == null || uri.length() > 300 || !uri.startsWith("/") ? null : uri;
    }
}
