package io.atoll.manager.api.internal;

import io.atoll.manager.api.DryRunRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code dryRun}. */
final class DryRunResolver implements HandlerMethodArgumentResolver {
    static final String PARAMETER = "dryRun";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == DryRunRequest.class;
    }

    @Override
    public DryRunRequest<?> resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return new DryRunRequest<>(Parameters.flag(PARAMETER, request.getParameterValues(PARAMETER)));
    }
}
