package io.atoll.manager.identity.internal;

import static io.atoll.manager.identity.internal.SessionTable.utc;

import io.atoll.manager.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of API tokens. */
@Repository
class TokenTable {
    private static final String SELECT = """
            select t.id, t.name, t.user_id, u.username, t.role, u.role as user_role, t.created_at, t.expires_at, t.last_used_at
            from api_token t join app_user u on u.id = t.user_id\s""";

    private final JdbcClient jdbc;

    TokenTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A token with its owner; {@code role} is never above the owner's role of now. */
    record Token(
            UUID id,
            String name,
            UUID userId,
            String username,
            Role role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    void insert(Token token, byte[] secretHash) {
        jdbc.sql("""
                insert into api_token (id, name, secret_sha256, user_id, role, created_at, expires_at)
                values (:id, :name, :hash, :user, :role, :now, :expires)""")
                .param("id", token.id())
                .param("name", token.name())
                .param("hash", secretHash)
                .param("user", token.userId())
                .param("role", token.role().name())
                .param("now", utc(token.createdAt()))
                .param("expires", token.expiresAt() == null ? null : utc(token.expiresAt()))
                .update();
    }

    Optional<Token> findLive(byte[] secretHash, Instant now) {
        return jdbc.sql(SELECT + "where t.secret_sha256 = :hash and not u.disabled"
                        + " and (t.expires_at is null or t.expires_at > :now)")
                .param("hash", secretHash)
                .param("now", utc(now))
                .query(TokenTable::read)
                .optional();
    }

    Optional<Token> findLive(UUID id, Instant now) {
        return jdbc.sql(SELECT
                        + "where t.id = :id and not u.disabled and (t.expires_at is null or t.expires_at > :now)")
                .param("id", id)
                .param("now", utc(now))
                .query(TokenTable::read)
                .optional();
    }

    Optional<Token> find(UUID id) {
        return jdbc.sql(SELECT + "where t.id = :id")
                .param("id", id)
                .query(TokenTable::read)
                .optional();
    }

    List<Token> of(UUID userId) {
        return jdbc.sql(SELECT + "where t.user_id = :user order by t.created_at, t.id")
                .param("user", userId)
                .query(TokenTable::read)
                .list();
    }

    List<Token> all() {
        return jdbc.sql(SELECT + "order by u.username_key, t.created_at, t.id")
                .query(TokenTable::read)
                .list();
    }

    void used(UUID id, Instant now) {
        jdbc.sql("update api_token set last_used_at = :now where id = :id")
                .param("now", utc(now))
                .param("id", id)
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from api_token where id = :id").param("id", id).update();
    }

    private static Token read(ResultSet row, int index) throws SQLException {
        Role granted = Role.valueOf(row.getString("role"));
        Role owner = Role.valueOf(row.getString("user_role"));
        return new Token(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getObject("user_id", UUID.class),
                row.getString("username"),
                granted.compareTo(owner) <= 0 ? granted : owner,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
