package io.atoll.manager.identity.web;

import io.atoll.manager.api.BeforeTransaction;
import io.atoll.manager.identity.internal.Passwords;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hashes the new password in a request's body, which is slow on purpose, while no database connection is held. */
@Component
class PreparedPassword implements BeforeTransaction {
    private static final String HASH = PreparedPassword.class.getName() + ".hash";

    private final Passwords passwords;
    private final JsonMapper json;

    PreparedPassword(Passwords passwords, JsonMapper json) {
        this.passwords = passwords;
        this.json = json;
    }

    /** The hash of the request's password, which the controller has checked. */
    static String hash(HttpServletRequest request) {
        if (request.getAttribute(HASH) instanceof String hash) {
            return hash;
        }
        throw new IllegalStateException("A password was accepted that was not hashed; is the method @PasswordHashed?");
    }

    @Override
    public boolean appliesTo(HandlerMethod handler) {
        return handler.hasMethodAnnotation(PasswordHashed.class);
    }

    @Override
    public void prepare(HttpServletRequest request, byte[] body) {
        JsonNode password = password(body);
        if (password.isString() && Passwords.fits(password.stringValue())) {
            request.setAttribute(HASH, passwords.hash(password.stringValue()));
        }
    }

    private JsonNode password(byte[] body) {
        try {
            return json.readTree(body).path("password");
        } catch (JacksonException _) {
            return json.missingNode(); // The controller's own reading of the body says what is wrong with it.
        }
    }
}
