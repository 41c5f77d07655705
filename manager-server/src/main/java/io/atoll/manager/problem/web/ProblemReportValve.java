package io.atoll.manager.problem.web;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the web server refuses by itself (a broken request line, too many headers, a bad path) comes as a problem document
 * too. Made by Tomcat, by its class name.
 */
public final class ProblemReportValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ErrorCode code = codeOf(status);
        try {
            // No filter of ours has seen this answer.
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            ProblemWriter.write(new AtollException(code, code.title() + "."), null, response.getResponse());
            if (code.status() != status) {
                LOG.debug("status {} was answered as {}", status, code);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the connection broke before the refusal was written: {}", e.getMessage());
        }
    }

    private static ErrorCode codeOf(int status) {
        return switch (status) {
            case 404 -> ErrorCode.NOT_FOUND;
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            // What a client made up (a transfer coding, a version of HTTP) is the client's mistake, not a failure of
            // ours.
            case 501, 505 -> ErrorCode.BAD_REQUEST;
            default ->
                Arrays.stream(ErrorCode.values())
                        .filter(code -> code.status() == status)
                        .findFirst()
                        .orElse(status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL);
        };
    }
}
