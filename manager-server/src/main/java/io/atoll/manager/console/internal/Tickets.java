package io.atoll.manager.console.internal;

import io.atoll.manager.agentlink.ConsoleKind;
import io.atoll.manager.console.ConsoleTargets;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.CallerCheck;
import io.atoll.manager.identity.Role;
import io.atoll.model.VmId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gives out and redeems tickets: 256 random bits, 30 seconds, one use, stored as a hash. */
@Service
public class Tickets {
    private static final Duration LIFETIME = Duration.ofSeconds(30);
    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final JdbcClient jdbc;
    private final ConsoleTargets targets;
    private final CallerCheck callers;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tickets(JdbcClient jdbc, ConsoleTargets targets, CallerCheck callers, Clock clock) {
        this.jdbc = jdbc;
        this.targets = targets;
        this.callers = callers;
        this.clock = clock;
    }

    /** A new ticket; the secret exists only here and at the client. */
    public record NewTicket(String secret, Instant expiresAt) {}

    /** Refuses with VM_NOT_FOUND, or VM_WRONG_STATE when the VM has no console now. */
    @Transactional
    public NewTicket issue(VmId vm, ConsoleKind kind, Caller caller) {
        var _ = targets.require(vm);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(LIFETIME);
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("""
                insert into console_ticket
                (secret_sha256, vm_id, kind, user_id, caller_name, role, session_id, token_id, expires_at)
                values (:hash, :vm, :kind, :user, :name, :role, :session, :token, :expires)""")
                .param("hash", hash(secret))
                .param("vm", vm.value())
                .param("kind", kind.name())
                .param("user", caller.userId())
                .param("name", caller.name())
                .param("role", caller.role().name())
                .param("session", caller.sessionId())
                .param("token", caller.tokenId())
                .param("expires", utc(expiresAt))
                .update();
        return new NewTicket(secret, expiresAt);
    }

    /** Uses a ticket up. Empty when it is unknown, used, too old, or whoever asked for it may no longer. */
    public Optional<Ticket> redeem(String secret, String address) {
        if (!SECRET.matcher(secret).matches()) {
            return Optional.empty();
        }
        return jdbc.sql("""
                delete from console_ticket where secret_sha256 = :hash and expires_at > :now
                returning vm_id, kind, user_id, caller_name, role, session_id, token_id""")
                .param("hash", hash(secret))
                .param("now", utc(clock.instant()))
                .query((row, index) -> read(row, address))
                .optional()
                .filter(ticket -> callers.stillValid(ticket.caller()));
    }

    private static Ticket read(ResultSet row, String address) throws SQLException {
        var caller = new Caller(
                row.getObject("user_id", UUID.class),
                row.getString("caller_name"),
                Role.valueOf(row.getString("role")),
                row.getObject("session_id", UUID.class),
                row.getObject("token_id", UUID.class),
                address);
        return new Ticket(
                new VmId(row.getObject("vm_id", UUID.class)), ConsoleKind.valueOf(row.getString("kind")), caller);
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
