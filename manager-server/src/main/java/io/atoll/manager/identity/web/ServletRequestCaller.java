package io.atoll.manager.identity.web;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.RequestCaller;
import io.atoll.manager.identity.internal.Authentication;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Reads the session cookie or the API token of a request. */
@Component
class ServletRequestCaller implements RequestCaller {
    private final Authentication authentication;

    ServletRequestCaller(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public Caller require(HttpServletRequest request) {
        return authentication.require(
                request.getHeader(HttpHeaders.AUTHORIZATION), SessionCookie.read(request), request.getRemoteAddr());
    }
}
