package io.atoll.manager.api.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Remembers what was answered to whom under which key, in the transaction of the effect itself: a key is there exactly when
 * its effect is. A duplicate that arrives meanwhile waits in the database for the first one to end.
 */
@Repository
class IdempotencyStore {
    static final Duration KEPT = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A key of one user, and the request it came with. */
    record Key(UUID userId, String key, String requestHash) {
        static String hash(String method, String path, byte[] body) {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                digest.update((method + " " + path + "\n").getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest.digest(body));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every JDK has SHA-256.", e);
            }
        }
    }

    /**
     * What was answered.
     *
     * @param body null when the answer held a secret
     */
    record Answer(
            String requestHash,
            int status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String body) {}

    /** Takes the key for this transaction; false when it was used within the last 24 hours. */
    boolean claim(Key key) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        insert into idempotency_key as k (user_id, key, request_sha256, created_at)
                        values (:user, :key, :hash, :now)
                        on conflict (user_id, key) do update
                        set request_sha256 = excluded.request_sha256, created_at = excluded.created_at,
                            status = null, location = null, etag = null, body = null
                        where k.created_at < :limit""")
                        .param("user", key.userId())
                        .param("key", key.key())
                        .param("hash", key.requestHash())
                        .param("now", time(now))
                        .param("limit", time(now.minus(KEPT)))
                        .update()
                == 1;
    }

    Optional<Answer> find(Key key) {
        return jdbc.sql("""
                        select request_sha256, status, location, etag, body from idempotency_key
                        where user_id = :user and key = :key and status is not null""")
                .param("user", key.userId())
                .param("key", key.key())
                .query((row, index) -> new Answer(
                        row.getString("request_sha256"),
                        row.getInt("status"),
                        row.getString("location"),
                        row.getString("etag"),
                        row.getString("body")))
                .optional();
    }

    void keep(Key key, Answer answer) {
        jdbc.sql("""
                        update idempotency_key set status = :status, location = :location, etag = :etag, body = :body
                        where user_id = :user and key = :key""")
                .param("status", answer.status())
                .param("location", answer.location())
                .param("etag", answer.etag())
                .param("body", answer.body())
                .param("user", key.userId())
                .param("key", key.key())
                .update();
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
