package io.atoll.manager.enrolment;

import io.atoll.model.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Join tokens: made by an administrator, used once by a host. */
public interface JoinTokens {
    /** Makes one; the only time its text is told. In the caller's transaction. */
    Created create(ClusterId cluster, Duration life, String note, String createdBy);

    /** The newest first; those used or expired stay to be seen for {@code atoll.retention.join-tokens}. */
    List<JoinToken> list();

    /** Removes one, so that it is not good any more; refused with JOIN_TOKEN_NOT_FOUND. */
    void remove(UUID id);

    /** Whether this text is a token that could still be used; uses nothing up. */
    boolean usable(String tokenText);

    /** A token as it is listed. */
    record JoinToken(
            UUID id,
            ClusterId cluster,
            String note,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant usedAt,
            @Nullable UUID usedByHost) {}

    /** A fresh token with its text. */
    record Created(UUID id, String text, Instant expiresAt) {
        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Created[" + id + "]";
        }
    }
}
