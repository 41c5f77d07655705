package io.atoll.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.method.HandlerMethod;

/**
 * Slow work that a mutation needs done before its transaction begins, so that nobody holds a database connection while it
 * lasts. Runs after the caller's permission was checked and before anything about the request is known to be right; what it
 * finds it leaves in the request's attributes. What does not fit is left for the controller to refuse.
 */
public interface BeforeTransaction {
    boolean appliesTo(HandlerMethod handler);

    /**
     * Does the work and leaves its result in the request's attributes.
     *
     * @param json the request's body as it came, empty when there is none
     */
    void prepare(HttpServletRequest request, byte[] json);
}
