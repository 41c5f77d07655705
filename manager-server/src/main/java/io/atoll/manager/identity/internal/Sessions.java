package io.atoll.manager.identity.internal;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.User;
import io.atoll.manager.platform.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Logs people in and out. */
@Service
public class Sessions {
    private final SessionTable sessions;
    private final LoginCheck login;
    private final Secrets secrets;
    private final Ids ids;
    private final Clock clock;
    private final IdentityProperties properties;

    Sessions(
            SessionTable sessions,
            LoginCheck login,
            Secrets secrets,
            Ids ids,
            Clock clock,
            IdentityProperties properties) {
        this.sessions = sessions;
        this.login = login;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
        this.properties = properties;
    }

    /** A session that has just begun; the secret goes into the cookie and nowhere else. */
    public record NewSession(String secret, User user, Instant expiresAt) {}

    /** Begins a session with a fresh id, whatever the client brought. Refuses with LOGIN_FAILED or TOO_MANY_REQUESTS. */
    public NewSession begin(String username, String password, String address) {
        User user = login.check(username, password, address);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(properties.sessionLifetime());
        String secret = secrets.next();
        sessions.insert(ids.next(), secrets.hash(secret), user.id(), address, now, expiresAt);
        return new NewSession(secret, user, expiresAt);
    }

    /** Ends the caller's session; nothing to do for an API token. */
    public void end(Caller caller) {
        UUID session = caller.sessionId();
        if (session != null) {
            sessions.delete(session);
        }
    }

    /** When the caller's session ends; empty for an API token. */
    public Optional<Instant> expiry(Caller caller) {
        UUID session = caller.sessionId();
        return session == null
                ? Optional.empty()
                : sessions.find(session, clock.instant()).map(SessionTable.Session::expiresAt);
    }
}
