package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.dpm.internal.DpmReason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recommendation.
 *
 * @param detail why it failed or expired; empty otherwise
 * @param taskId what carries it out; null: nothing yet
 */
public record DpmRecommendation(
        UUID id,
        UUID clusterId,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        RecommendationBook.State state,
        String detail,
        RecommendationBook.Kind kind,
        UUID hostId,
        String hostName,
        DpmReason reason,
        String decidedBy,
        @Nullable UUID taskId,
        @Nullable Instant endedAt) {}
