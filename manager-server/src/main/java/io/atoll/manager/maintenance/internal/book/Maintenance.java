package io.atoll.manager.maintenance.internal.book;

import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One host's way into maintenance and out of it.
 *
 * @param paused whether nothing new is to be begun
 * @param homeAfterCancel what is to be done once the drain was called off; null: it was not
 * @param attention what only people can decide; empty: nothing
 * @param proof what was found when the host was empty; empty: it was not looked yet
 * @param safeAt when everything spoke for switching the host off; null: something does not, or it was not looked yet
 */
public record Maintenance(
        UUID id,
        long revision,
        ClusterId cluster,
        HostId host,
        String hostName,
        MaintenanceState state,
        Instant stateSince,
        boolean paused,
        String note,
        String requestedBy,
        Terms terms,
        TaskId enterTask,
        @Nullable TaskId exitTask,
        @Nullable BringHome homeAfterCancel,
        String attention,
        List<Evidence> proof,
        @Nullable Instant safeAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {
    public Maintenance {
        proof = List.copyOf(proof);
    }
}
