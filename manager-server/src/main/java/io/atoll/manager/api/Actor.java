package io.atoll.manager.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as far as the conventions need to know; set by the identity module.
 *
 * @param id null for a caller who is not known
 * @param name as written to the audit log
 * @param address empty where the client had gone before anybody asked
 */
public record Actor(@Nullable UUID id, String name, String address) {
    private static final String ATTRIBUTE = Actor.class.getName();

    public static Actor of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Actor actor
                ? actor
                : new Actor(null, "", Objects.requireNonNullElse(request.getRemoteAddr(), ""));
    }

    public void attach(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
