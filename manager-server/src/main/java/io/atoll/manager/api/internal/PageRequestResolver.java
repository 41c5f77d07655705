package io.atoll.manager.api.internal;

import io.atoll.manager.api.PageRequest;
import io.atoll.manager.problem.AtollException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads limit, cursor, filter and sort. */
final class PageRequestResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageRequest.class;
    }

    @Override
    public PageRequest resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return new PageRequest(
                Parameters.single(request, "limit")
                        .map(PageRequestResolver::limit)
                        .orElse(PageRequest.DEFAULT_LIMIT),
                Parameters.single(request, "cursor").orElse(null),
                Parameters.single(request, "filter").orElse(null),
                Parameters.single(request, "sort").orElse(null));
    }

    private static int limit(String text) {
        int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (limit < 1 || limit > PageRequest.MOST) {
            throw AtollException.invalid(
                    "limit", "limit must be a whole number between 1 and %d.".formatted(PageRequest.MOST));
        }
        return limit;
    }
}
