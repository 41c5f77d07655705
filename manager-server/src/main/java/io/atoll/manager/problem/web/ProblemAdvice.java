package io.atoll.manager.problem.web;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Problem;
import io.atoll.manager.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/** The one place where exceptions of controllers become answers. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final MediaType PROBLEM_JSON = MediaType.parseMediaType(Problem.MEDIA_TYPE);

    @ExceptionHandler
    @Nullable
    ResponseEntity<Problem> render(Exception e, HttpServletRequest request) throws IOException {
        if (isBrokenConnection(e)) {
            LOG.debug("the connection broke: {}", e.getMessage());
            return null;
        }
        var headers = new HttpHeaders();
        return answer(translate(e, request, headers), request, headers);
    }

    private static String unfit(MethodArgumentTypeMismatchException mismatch) {
        return mismatch.getRequiredType() == UUID.class
                ? "%s is not an id; ids look like 01a21e69-a278-705b-960e-66311c632810.".formatted(mismatch.getName())
                : "%s cannot be read.".formatted(mismatch.getName());
    }

    private static AtollException translate(Exception e, HttpServletRequest request, HttpHeaders headers) {
        return switch (e) {
            case AtollException refusal -> refusal;
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MethodArgumentTypeMismatchException mismatch ->
                AtollException.invalid(mismatch.getName(), unfit(mismatch));
            case MissingServletRequestParameterException missing ->
                AtollException.invalid(
                        missing.getParameterName(), "%s is required.".formatted(missing.getParameterName()));
            case MissingRequestHeaderException missing ->
                AtollException.invalid(
                        missing.getHeaderName(), "The header %s is required.".formatted(missing.getHeaderName()));
            case NoResourceFoundException _, NoHandlerFoundException _ ->
                new AtollException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case HttpRequestMethodNotSupportedException method -> notAllowed(method, request, headers);
            case HttpMediaTypeNotSupportedException type -> notSupported(type, headers);
            case HttpMediaTypeNotAcceptableException _ ->
                new AtollException(
                        ErrorCode.NOT_ACCEPTABLE, "Ask for application/json; there is no other form of this.");
            default -> unexpected(e, request);
        };
    }

    private static AtollException unexpected(Exception e, HttpServletRequest request) {
        AtollException known = DatabaseProblems.translate(e);
        if (known != null) {
            LOG.debug("{} {} met the database", request.getMethod(), request.getRequestURI(), e);
            return known;
        }
        if (e instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
            int status = response.getStatusCode().value();
            ErrorCode code = Arrays.stream(ErrorCode.values())
                    .filter(candidate -> candidate.status() == status)
                    .findFirst()
                    .orElse(ErrorCode.BAD_REQUEST);
            return new AtollException(code, code.title() + ".");
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return new AtollException(ErrorCode.INTERNAL, "Something went wrong in the manager; its log has the trace id.");
    }

    private static AtollException unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof AtollException refusal) {
                return refusal;
            }
            if (cause instanceof JacksonException json) {
                return JsonProblems.translate(json);
            }
        }
        return new AtollException(ErrorCode.MALFORMED_JSON, "A body with one JSON object is required.");
    }

    private static AtollException notAllowed(
            HttpRequestMethodNotSupportedException e, HttpServletRequest request, HttpHeaders headers) {
        var allowed = e.getSupportedHttpMethods();
        if (allowed != null) {
            headers.setAllow(allowed);
        }
        String names = allowed == null
                ? ""
                : allowed.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
        String method = request.getMethod();
        return new AtollException(
                ErrorCode.METHOD_NOT_ALLOWED,
                "%s is not possible here; %s is.".formatted(method.matches("[A-Z]{1,16}") ? method : "That", names));
    }

    private static AtollException notSupported(HttpMediaTypeNotSupportedException e, HttpHeaders headers) {
        headers.setAccept(e.getSupportedMediaTypes());
        String names = e.getSupportedMediaTypes().stream()
                .map(MediaType::toString)
                .filter(name -> !name.contains("*"))
                .distinct()
                .collect(Collectors.joining(" or "));
        return new AtollException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "The body must come as %s.".formatted(names.isEmpty() ? MediaType.APPLICATION_JSON_VALUE : names));
    }

    private static ResponseEntity<Problem> answer(
            AtollException refusal, HttpServletRequest request, HttpHeaders headers) {
        headers.setContentType(PROBLEM_JSON);
        headers.setCacheControl("no-store");
        Duration retryAfter = Problem.retryAfter(refusal);
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (refusal.code() == ErrorCode.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"atoll\"");
        }
        Problem problem = Problem.of(refusal, ProblemWriter.instance(request));
        request.setAttribute(ProblemCode.ATTRIBUTE, problem.code());
        return ResponseEntity.status(refusal.code().status()).headers(headers).body(problem);
    }

    private static boolean isBrokenConnection(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof org.apache.catalina.connector.ClientAbortException
                    || cause instanceof org.springframework.web.context.request.async.AsyncRequestNotUsableException) {
                return true;
            }
        }
        return false;
    }
}
