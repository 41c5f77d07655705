package io.atoll.manager.api.internal;

import io.atoll.manager.api.Actor;
import io.atoll.manager.api.MutationNotes;
import io.atoll.manager.api.MutationWitness;
import io.atoll.manager.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** Sees to it that refused mutations, and every request refused for who sent it, are witnessed too. */
final class RefusalWitness implements HandlerInterceptor, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalWitness.class);

    private final List<MutationWitness> witnesses;

    RefusalWitness(List<MutationWitness> witnesses) {
        this.witnesses = witnesses;
    }

    /** First of all, so that it also hears of what later interceptors refuse. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
        int status = response.getStatus();
        boolean refusedCaller = status == 401 || status == 403;
        boolean missed = MutationPipeline.isMutation(request.getMethod())
                && request.getAttribute(MutationPipeline.WITNESSED) == null;
        if (status < 400 || !(refusedCaller || missed)) {
            return;
        }
        String outcome = request.getAttribute(ProblemCode.ATTRIBUTE) instanceof String code ? code : "HTTP_" + status;
        var names = new RequestNames(request);
        var mutation = new MutationWitness.Mutation(
                Actor.of(request),
                names.action(),
                names.object(),
                outcome,
                MutationNotes.detail(request).orElse(request.getMethod() + " " + request.getRequestURI()));
        try {
            witnesses.forEach(witness -> witness.witness(mutation));
        } catch (RuntimeException failure) {
            // One line: strangers choose how often this happens, and a trace for each would fill the log.
            LOG.error("a refused {} could not be recorded: {}", mutation.action(), oneLine(failure));
        }
    }

    private static String oneLine(RuntimeException failure) {
        return String.valueOf(failure).replaceAll("\\s+", " ");
    }

    /** Where it is put in front of every kind of handler. */
    @Configuration(proxyBeanMethods = false)
    static class Registration {
        @Bean
        MappedInterceptor refusalWitness(List<MutationWitness> witnesses) {
            return new MappedInterceptor(new String[] {"/**"}, new RefusalWitness(witnesses));
        }
    }
}
