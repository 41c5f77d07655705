package io.atoll.manager.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person or program with a password. The revision grows with every change of role, name, password or state. */
public record User(
        UUID id,
        String username,
        String displayName,
        Role role,
        boolean disabled,
        @Nullable Instant lastLoginAt,
        long revision,
        Instant createdAt,
        Instant updatedAt) {}
