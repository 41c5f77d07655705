package io.atoll.manager.enrolment.internal;

import io.atoll.manager.enrolment.HostAdmission;
import io.atoll.manager.enrolment.JoinTokens;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Join tokens in the database, where only a hash of the secret is kept. */
@Service
class StoredJoinTokens implements JoinTokens {
    private static final int SECRET_BYTES = 32;

    private final JdbcClient jdbc;
    private final Pki pki;
    private final HostAdmission admission;
    private final Ids ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    StoredJoinTokens(JdbcClient jdbc, Pki pki, HostAdmission admission, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.pki = pki;
        this.admission = admission;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Created create(ClusterId cluster, Duration life, String note, String createdBy) {
        admission.requireCluster(cluster);
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        var token = new JoinTokenText(ids.next(), HexFormat.of().formatHex(secret), pki.caFingerprintSha256());
        var now = clock.instant();
        var expiresAt = now.plus(life);
        jdbc.sql("insert into join_token (id, secret_sha256, cluster_id, note, created_by, created_at, expires_at)"
                        + " values (:id, :hash, :cluster, :note, :by, :now, :expires)")
                .param("id", token.id())
                .param("hash", token.secretSha256())
                .param("cluster", cluster.value())
                .param("note", note)
                .param("by", createdBy)
                .param("now", utc(now))
                .param("expires", utc(expiresAt))
                .update();
        return new Created(token.id(), token.text(), expiresAt);
    }

    @Override
    public List<JoinToken> list() {
        return jdbc.sql("select * from join_token order by created_at desc, id desc limit 1000")
                .query((rs, _) -> token(rs))
                .list();
    }

    @Override
    public void remove(UUID id) {
        if (jdbc.sql("delete from join_token where id = :id").param("id", id).update() == 0) {
            throw new AtollException(ErrorCode.JOIN_TOKEN_NOT_FOUND, "There is no join token %s.".formatted(id));
        }
    }

    @Override
    public boolean usable(String tokenText) {
        return parse(tokenText)
                .flatMap(token -> find(token, false))
                .filter(found -> found.usedAt() == null && clock.instant().isBefore(found.expiresAt()))
                .isPresent();
    }

    /**
     * Checks a token for use and holds its row until the caller's transaction ends, so that of two hosts with one token
     * the second waits and then finds it used. Nothing is used up before {@link #use}.
     */
    ClusterId take(String tokenText) {
        var found = parse(tokenText)
                .flatMap(token -> find(token, true))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.JOIN_TOKEN_INVALID,
                        "The join token is not one of this installation, or was removed.",
                        Hint.of("Make a new join token and use the command that is shown with it.")));
        if (found.usedAt() != null) {
            throw new AtollException(
                    ErrorCode.JOIN_TOKEN_USED,
                    "The join token was used at %s. It is good for one host only.".formatted(found.usedAt()),
                    Hint.of("Make a new join token for this host."));
        }
        if (!clock.instant().isBefore(found.expiresAt())) {
            throw new AtollException(
                    ErrorCode.JOIN_TOKEN_EXPIRED,
                    "The join token expired at %s.".formatted(found.expiresAt()),
                    Hint.of("Make a new join token for this host."));
        }
        return found.cluster();
    }

    /** Uses up a token that was taken in this transaction. */
    void use(String tokenText, HostId host) {
        var id = JoinTokenText.parse(tokenText).orElseThrow().id();
        jdbc.sql("update join_token set used_at = :now, used_by_host = :host where id = :id")
                .param("now", utc(clock.instant()))
                .param("host", host.value())
                .param("id", id)
                .update();
    }

    /** Empty also for a token that names another authority: it would pin the host to a stranger. */
    private Optional<JoinTokenText> parse(String tokenText) {
        return JoinTokenText.parse(tokenText)
                .filter(token -> token.caFingerprintSha256().equals(pki.caFingerprintSha256()));
    }

    private Optional<JoinToken> find(JoinTokenText token, boolean lock) {
        return jdbc.sql("select * from join_token where id = :id" + (lock ? " for update" : ""))
                .param("id", token.id())
                .query((rs, _) -> MessageDigest.isEqual(rs.getBytes("secret_sha256"), token.secretSha256())
                        ? Optional.of(token(rs))
                        : Optional.<JoinToken>empty())
                .optional()
                .flatMap(found -> found);
    }

    private static JoinToken token(ResultSet rs) throws SQLException {
        return new JoinToken(
                rs.getObject("id", UUID.class),
                new ClusterId(rs.getObject("cluster_id", UUID.class)),
                rs.getString("note"),
                rs.getString("created_by"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(rs.getObject("used_at", OffsetDateTime.class)),
                rs.getObject("used_by_host", UUID.class));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
