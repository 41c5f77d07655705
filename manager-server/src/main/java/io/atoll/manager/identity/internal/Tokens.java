package io.atoll.manager.identity.internal;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.Role;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** API tokens: made by a user for programs, never with more rights than the user has. */
@Service
public class Tokens {
    private final TokenTable table;
    private final Secrets secrets;
    private final Ids ids;
    private final Clock clock;

    Tokens(TokenTable table, Secrets secrets, Ids ids, Clock clock) {
        this.table = table;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token as it may be shown; {@code secret} only in the answer that made it. */
    public record TokenInfo(
            UUID id,
            String name,
            String username,
            Role role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable String secret) {}

    /** Own tokens; those of everybody for whoever may read identities. */
    public List<TokenInfo> visibleTo(Caller caller) {
        var found = caller.may(Permission.IDENTITY_READ) ? table.all() : table.of(caller.userId());
        return found.stream().map(token -> info(token, null)).toList();
    }

    @Transactional
    public TokenInfo create(Caller caller, String name, Role role, @Nullable Instant expiresAt) {
        if (role.compareTo(caller.role()) > 0) {
            throw new AtollException(
                    ErrorCode.FORBIDDEN,
                    "A token cannot have the role %s; you have %s.".formatted(role, caller.role()),
                    Hint.of("Ask for %s or less.".formatted(caller.role())));
        }
        Instant now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw AtollException.invalid(
                    "expiresAt", "expiresAt is in the past; it must be later than %s.".formatted(now));
        }
        String secret = secrets.next();
        var token = new TokenTable.Token(ids.next(), name, caller.userId(), caller.name(), role, now, expiresAt, null);
        table.insert(token, secrets.hash(secret));
        return info(token, Authentication.TOKEN_PREFIX + secret);
    }

    /** Withdraws a token at once. Somebody else's only for whoever may write identities. */
    @Transactional
    public void delete(Caller caller, UUID id) {
        var token = table.find(id)
                .filter(found -> found.userId().equals(caller.userId()) || caller.may(Permission.IDENTITY_WRITE))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.TOKEN_NOT_FOUND, "There is no token with the id %s that you may see.".formatted(id)));
        table.delete(token.id());
    }

    private static TokenInfo info(TokenTable.Token token, @Nullable String secret) {
        return new TokenInfo(
                token.id(),
                token.name(),
                token.username(),
                token.role(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt(),
                secret);
    }
}
