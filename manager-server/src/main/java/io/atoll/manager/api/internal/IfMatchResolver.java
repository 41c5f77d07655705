package io.atoll.manager.api.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code If-Match}, and insists on it. */
final class IfMatchResolver implements HandlerMethodArgumentResolver {
    private static final Pattern REVISION = Pattern.compile("\"([0-9]{1,18})\"");

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IfMatch.class;
    }

    @Override
    public IfMatch resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String header = request.getHeader("If-Match");
        if (header == null) {
            throw new AtollException(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "A change needs the header If-Match with the ETag of what you have read, or * for any.",
                    Hint.of("Read the object first and send its ETag."));
        }
        if (header.strip().equals("*")) {
            return IfMatch.ANY;
        }
        Matcher matcher = REVISION.matcher(header.strip());
        if (!matcher.matches()) {
            throw AtollException.invalid(
                    "If-Match", "If-Match must be one ETag of ours, such as \"17\" in quotes, or *.");
        }
        return new IfMatch(Long.valueOf(matcher.group(1)));
    }
}
