package io.atoll.manager.problem.web;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.TraceId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The outermost filter: gives the request its trace id (a caller's W3C {@code traceparent} is continued), and makes a
 * problem document of whatever the filters inside it throw.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraceFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(TraceFilter.class);
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final int TRACE_ID_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String traceId = traceId(request.getHeader("traceparent"));
        response.setHeader("Atoll-Trace-Id", traceId);
        try (var _ = TraceId.set(traceId)) {
            try {
                chain.doFilter(request, response);
            } catch (AtollException e) {
                ProblemWriter.write(e, ProblemWriter.instance(request), response);
            } catch (InvalidParameterException e) {
                refuseParameters(request, response);
            } catch (IOException e) {
                // The client has gone, or the stream to it broke: there is nobody to tell.
                LOG.debug("the connection broke: {}", e.getMessage());
                throw e;
            } catch (Exception e) {
                answerUnexpected(e, request, response);
            }
        }
    }

    private static void refuseParameters(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                new AtollException(ErrorCode.BAD_REQUEST, "The query of the address cannot be read."),
                ProblemWriter.instance(request),
                response);
    }

    private static void answerUnexpected(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Throwable cause = e instanceof ServletException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof InvalidParameterException) {
            refuseParameters(request, response);
            return;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), cause);
        ProblemWriter.write(
                new AtollException(
                        ErrorCode.INTERNAL, "Something went wrong in the manager; its log has the trace id."),
                ProblemWriter.instance(request),
                response);
    }

    private String traceId(@Nullable String traceparent) {
        if (traceparent != null) {
            Matcher matcher = TRACEPARENT.matcher(traceparent);
            if (matcher.matches() && !matcher.group(1).equals(NO_TRACE)) {
                return matcher.group(1);
            }
        }
        var bytes = new byte[TRACE_ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
