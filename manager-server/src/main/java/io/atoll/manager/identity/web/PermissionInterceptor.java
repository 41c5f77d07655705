package io.atoll.manager.identity.web;

import io.atoll.manager.api.Actor;
import io.atoll.manager.api.OwnOrigin;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Public;
import io.atoll.manager.identity.RequestCaller;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * The door: lets a request through to a controller method only when the method says who may call it and the caller may.
 * A method that says nothing is never reached. Static files of the console are for everybody.
 */
@Component
class PermissionInterceptor implements HandlerInterceptor {
    /** Where the caller is left for the controller and the audit log. */
    static final String CALLER = Caller.class.getName();

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final RequestCaller callers;

    PermissionInterceptor(RequestCaller callers) {
        this.callers = callers;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof ResourceHttpRequestHandler) {
            return true;
        }
        if (!(handler instanceof HandlerMethod method)) {
            throw forbidden("There is nothing here that you may call.");
        }
        if (isOfFramework(method)) {
            return true;
        }
        if (method.hasMethodAnnotation(Public.class)) {
            refuseForeignOrigin(request);
            return true;
        }
        RequiresPermission needed = method.getMethodAnnotation(RequiresPermission.class);
        if (needed == null) {
            throw forbidden("This operation declares no permission, so nobody may call it.");
        }
        Caller caller = callers.require(request);
        request.setAttribute(CALLER, caller);
        new Actor(caller.userId(), caller.name(), caller.address()).attach(request);
        if (caller.sessionId() != null && !READING.contains(request.getMethod())) {
            requireOwnConsole(request);
        }
        if (!caller.may(needed.value())) {
            throw new AtollException(
                    ErrorCode.FORBIDDEN,
                    "This needs the permission %s; the role %s does not have it."
                            .formatted(needed.value(), caller.role()),
                    Hint.of("Ask an administrator for another role."));
        }
        return true;
    }

    /** Spring's own error page handler only renders what went wrong before. */
    private static boolean isOfFramework(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("org.springframework.boot.webmvc.autoconfigure.error.");
    }

    /** A browser adds the header only when our own page asks it to, and tells the truth about the origin. */
    private static void requireOwnConsole(HttpServletRequest request) {
        if (!"1".equals(request.getHeader("X-Atoll-Csrf"))) {
            throw new AtollException(
                    ErrorCode.CSRF_REFUSED,
                    "A change made with a session cookie needs the header X-Atoll-Csrf: 1.",
                    Hint.of("Programs use an API token instead of a cookie."));
        }
        refuseForeignOrigin(request);
    }

    private static void refuseForeignOrigin(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !READING.contains(request.getMethod()) && !origin.equals(OwnOrigin.of(request))) {
            throw new AtollException(ErrorCode.CSRF_REFUSED, "The request comes from another site than this console.");
        }
    }

    private static AtollException forbidden(String detail) {
        return new AtollException(ErrorCode.FORBIDDEN, detail);
    }
}
