package io.atoll.manager.identity.jpa;

import io.atoll.manager.identity.Role;
import io.atoll.manager.identity.User;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code app_user}. */
@Entity
@Table(name = "app_user")
class UserEntity {
    @Id
    private UUID id;

    private String username;

    @SuppressWarnings("UnusedVariable") // queries find users by it
    private String usernameKey;

    private String displayName;

    @Enumerated(EnumType.STRING)
    private Role role;

    private String passwordHash;
    private boolean disabled;
    private @Nullable Instant lastLoginAt;

    @Version
    private @Nullable Long revision;

    private Instant createdAt;
    private Instant updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected UserEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does the rest
    UserEntity(User user, String passwordHash) {
        this.id = user.id();
        this.username = user.username();
        this.usernameKey = key(user.username());
        this.createdAt = user.createdAt();
        this.passwordHash = passwordHash;
        set(user);
    }

    /** Two names with the same key are the same name. */
    static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    void set(User user) {
        displayName = user.displayName();
        role = user.role();
        disabled = user.disabled();
        updatedAt = user.updatedAt();
    }

    void passwordHash(String hash, Instant now) {
        passwordHash = hash;
        updatedAt = now;
    }

    String passwordHash() {
        return passwordHash;
    }

    User toUser() {
        return new User(
                id,
                username,
                displayName,
                role,
                disabled,
                lastLoginAt,
                revision == null ? 0 : revision,
                createdAt,
                updatedAt);
    }
}
