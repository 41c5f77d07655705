package io.atoll.manager.api.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Calls controller methods, mutations by way of the {@link MutationPipeline}. */
final class ConventionalHandlerAdapter extends RequestMappingHandlerAdapter {
    private final MutationPipeline mutations;
    private final KnownParameters parameters = new KnownParameters();

    ConventionalHandlerAdapter(MutationPipeline mutations) {
        this.mutations = mutations;
    }

    @Override
    protected @Nullable ModelAndView invokeHandlerMethod(
            HttpServletRequest request, HttpServletResponse response, HandlerMethod handler) throws Exception {
        parameters.check(request, handler);
        if (!MutationPipeline.isMutation(request.getMethod())) {
            return super.invokeHandlerMethod(request, response, handler);
        }
        mutations.run(request, response, handler, super::invokeHandlerMethod);
        return null;
    }
}
