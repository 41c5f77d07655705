package io.atoll.manager.api.internal;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that two readers could understand differently: paths with tricks, text that is not UTF-8, encoded and
 * form bodies. Hands the rest on with a body that is limited and checked as it is read.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class RequestHygieneFilter extends OncePerRequestFilter {
    private static final int LONGEST_URI_CHARS = 8_192;
    /** No path of ours needs any other sign, nor percent-encoding. */
    private static final Pattern CLEAN_PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,=:@/-]*+");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        checkMethod(request.getMethod());
        checkPath(request.getRequestURI());
        checkQuery(request.getQueryString());
        checkBodyHeaders(request);
        chain.doFilter(new LimitedBodyRequest(request), response);
    }

    private static void checkMethod(String method) {
        if (!METHODS.contains(method)) {
            throw new AtollException(ErrorCode.METHOD_NOT_ALLOWED, "This method is not known here.");
        }
    }

    private static void checkPath(String path) {
        boolean tricky = path.contains("//")
                || path.contains("/./")
                || path.contains("/../")
                || path.endsWith("/.")
                || path.endsWith("/..")
                || !CLEAN_PATH.matcher(path).matches();
        if (tricky) {
            throw new AtollException(
                    ErrorCode.BAD_REQUEST, "The path holds empty, dotted or encoded parts. Write it as documented.");
        }
    }

    private static void checkQuery(@Nullable String query) {
        if (query == null) {
            return;
        }
        if (query.length() > LONGEST_URI_CHARS) {
            throw new AtollException(
                    ErrorCode.URI_TOO_LONG,
                    "The query has %d characters; the limit is %d.".formatted(query.length(), LONGEST_URI_CHARS));
        }
        var bytes = new byte[query.length()];
        int count = 0;
        for (int at = 0; at < query.length(); at++) {
            char sign = query.charAt(at);
            if (sign == '%') {
                if (at + 2 >= query.length()
                        || !HexFormat.isHexDigit(query.charAt(at + 1))
                        || !HexFormat.isHexDigit(query.charAt(at + 2))) {
                    throw badQuery();
                }
                bytes[count] = (byte) HexFormat.fromHexDigits(query, at + 1, at + 3);
                if (bytes[count] == 0) {
                    throw badQuery();
                }
                count++;
                at += 2;
            } else if (sign > 0x7e || sign < 0x21) {
                throw badQuery();
            } else {
                bytes[count++] = (byte) sign;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count));
        } catch (CharacterCodingException e) {
            throw badQuery();
        }
    }

    private static AtollException badQuery() {
        return new AtollException(ErrorCode.BAD_REQUEST, "The query is not percent-encoded UTF-8.");
    }

    private static void checkType(String type) {
        boolean one;
        try {
            one = MediaType.parseMediaType(type).isConcrete();
        } catch (InvalidMediaTypeException e) {
            one = false;
        }
        if (!one) {
            throw new AtollException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The Content-Type does not name one type; send application/json.");
        }
    }

    private static void checkBodyHeaders(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new AtollException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Bodies are read as they are; send it unpacked.");
        }
        String type = request.getContentType();
        if (type != null) {
            checkType(type);
            String lower = type.toLowerCase(Locale.ROOT);
            if (lower.startsWith("application/x-www-form-urlencoded") || lower.startsWith("multipart/")) {
                throw new AtollException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Forms are not read here; send JSON.");
            }
        }
    }
}
