package io.atoll.manager.identity.internal;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.CallerCheck;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Finds out who is asking, from a session cookie or an API token. Secrets are opaque text of a fixed form, looked up by
 * the equality of their hash; nothing in them is parsed or believed.
 */
@Service
public class Authentication implements CallerCheck {
    /** What every API token begins with, so that scanners recognise one that leaked. */
    public static final String TOKEN_PREFIX = "atk_";

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern BEARER = Pattern.compile("Bearer " + TOKEN_PREFIX + "([A-Za-z0-9_-]{43})");
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final SessionTable sessions;
    private final TokenTable tokens;
    private final Secrets secrets;
    private final Clock clock;

    Authentication(SessionTable sessions, TokenTable tokens, Secrets secrets, Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Whoever the request's credentials belong to. An Authorization header counts alone: a wrong one is not made good by
     * a cookie.
     */
    public Caller require(@Nullable String authorization, @Nullable String cookie, String address) {
        Optional<Caller> caller = authorization != null ? byToken(authorization, address) : bySession(cookie, address);
        return caller.orElseThrow(() -> new AtollException(
                ErrorCode.UNAUTHENTICATED,
                "This needs a session or an API token, and there is no valid one with the request.",
                Hint.of("Log in, or send Authorization: Bearer atk_… with a token that is still valid.")));
    }

    private Optional<Caller> byToken(String authorization, String address) {
        var matcher = BEARER.matcher(authorization);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return tokens.findLive(secrets.hash(matcher.group(1)), now).map(token -> {
            Instant last = token.lastUsedAt();
            if (last == null || Duration.between(last, now).compareTo(USE_NOTED_EVERY) > 0) {
                tokens.used(token.id(), now);
            }
            return caller(token, address);
        });
    }

    private Optional<Caller> bySession(@Nullable String cookie, String address) {
        if (cookie == null || !SECRET.matcher(cookie).matches()) {
            return Optional.empty();
        }
        return sessions.find(secrets.hash(cookie), clock.instant()).map(session -> session.caller(address));
    }

    @Override
    public boolean stillValid(Caller caller) {
        Instant now = clock.instant();
        UUID session = caller.sessionId();
        UUID token = caller.tokenId();
        Optional<Caller> current = Optional.empty();
        if (session != null) {
            current = sessions.find(session, now).map(found -> found.caller(caller.address()));
        } else if (token != null) {
            current = tokens.findLive(token, now).map(found -> caller(found, caller.address()));
        }
        return current.filter(found -> found.role() == caller.role()).isPresent();
    }

    private static Caller caller(TokenTable.Token token, String address) {
        return new Caller(token.userId(), "token:" + token.name(), token.role(), null, token.id(), address);
    }
}
