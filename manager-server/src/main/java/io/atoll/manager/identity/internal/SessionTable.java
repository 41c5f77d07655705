package io.atoll.manager.identity.internal;

import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The SQL of sessions. Looked up with every request, so plain SQL and one index. */
@Repository
class SessionTable {
    private final JdbcClient jdbc;

    SessionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A live session and who it belongs to. */
    record Session(UUID id, UUID userId, String username, String displayName, Role role, Instant expiresAt) {
        Caller caller(String address) {
            return new Caller(userId, username, role, id, null, address);
        }
    }

    /** Begins a session and notes the log-in on the user, without a new revision: it changes nothing anybody edits. */
    @Transactional
    public void insert(UUID id, byte[] secretHash, UUID userId, String address, Instant now, Instant expiresAt) {
        jdbc.sql("""
                insert into session (id, secret_sha256, user_id, address, created_at, expires_at)
                values (:id, :hash, :user, :address, :now, :expires)""")
                .param("id", id)
                .param("hash", secretHash)
                .param("user", userId)
                .param("address", address)
                .param("now", utc(now))
                .param("expires", utc(expiresAt))
                .update();
        jdbc.sql("update app_user set last_login_at = :now where id = :user")
                .param("now", utc(now))
                .param("user", userId)
                .update();
    }

    Optional<Session> find(byte[] secretHash, Instant now) {
        return jdbc.sql("""
                select s.id, s.user_id, u.username, u.display_name, u.role, s.expires_at
                from session s join app_user u on u.id = s.user_id
                where s.secret_sha256 = :hash and s.expires_at > :now and not u.disabled""")
                .param("hash", secretHash)
                .param("now", utc(now))
                .query(SessionTable::read)
                .optional();
    }

    Optional<Session> find(UUID id, Instant now) {
        return jdbc.sql("""
                select s.id, s.user_id, u.username, u.display_name, u.role, s.expires_at
                from session s join app_user u on u.id = s.user_id
                where s.id = :id and s.expires_at > :now and not u.disabled""")
                .param("id", id)
                .param("now", utc(now))
                .query(SessionTable::read)
                .optional();
    }

    void delete(UUID id) {
        jdbc.sql("delete from session where id = :id").param("id", id).update();
    }

    void deleteOf(UUID userId) {
        jdbc.sql("delete from session where user_id = :user")
                .param("user", userId)
                .update();
    }

    private static Session read(ResultSet row, int index) throws SQLException {
        return new Session(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("username"),
                row.getString("display_name"),
                Role.valueOf(row.getString("role")),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
