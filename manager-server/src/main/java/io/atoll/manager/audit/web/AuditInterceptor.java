package io.atoll.manager.audit.web;

import io.atoll.manager.audit.AuditLog;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Records every request that changes something or was refused for who asked. Bodies are never recorded. */
@Component
class AuditInterceptor implements HandlerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(AuditInterceptor.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final AuditLog audit;

    AuditInterceptor(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        int status = response.getStatus();
        boolean refusedCaller = status == 401 || status == 403;
        if (READING.contains(request.getMethod()) && !refusedCaller) {
            return;
        }
        try {
            audit.record(
                    actor(request),
                    request.getRemoteAddr(),
                    request.getMethod() + " " + pattern(request),
                    object(request),
                    outcome(request, status),
                    request.getRequestURI());
        } catch (DataAccessException e) {
            LOG.error(
                    "audit entry lost action={} reason={}",
                    request.getMethod() + " " + pattern(request),
                    e.getMessage());
        }
    }

    private static String actor(HttpServletRequest request) {
        if (request.getAttribute(Caller.class.getName()) instanceof Caller caller) {
            return caller.name();
        }
        return request.getAttribute(Caller.CLAIMED_NAME_ATTRIBUTE) instanceof String claimed ? claimed : "";
    }

    private static String pattern(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? "" : pattern.toString();
    }

    /** {@code vms/<id>} for {@code /api/v1/vms/{id}/…}. */
    private static String object(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        String[] parts = pattern(request).split("/", -1);
        return variables instanceof Map<?, ?> map && !map.isEmpty() && parts.length > 3
                ? parts[3] + "/" + map.values().iterator().next()
                : "";
    }

    private static String outcome(HttpServletRequest request, int status) {
        Object code = request.getAttribute(ProblemCode.ATTRIBUTE);
        if (code != null) {
            return code.toString();
        }
        return status < 400 ? "OK" : "HTTP_" + status;
    }
}
