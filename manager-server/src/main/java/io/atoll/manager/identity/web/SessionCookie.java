package io.atoll.manager.identity.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/** The cookie a browser session lives in. No script reads it, no other site sends it. */
final class SessionCookie {
    static final String NAME = "atoll_session";

    private SessionCookie() {}

    static ResponseCookie of(String secret, Duration lifetime) {
        return ResponseCookie.from(NAME, secret)
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .path("/")
                .maxAge(lifetime)
                .build();
    }

    static ResponseCookie removal() {
        return of("", Duration.ZERO);
    }

    /** The cookie's value; null when there is none, or more than one. */
    static @Nullable String read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        String found = null;
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(NAME)) {
                if (found != null) {
                    return null;
                }
                found = cookie.getValue();
            }
        }
        return found;
    }
}
