package io.atoll.manager.inventory;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A host's way into maintenance or out of it, as it is shown with the host; filled by the module for maintenance.
 *
 * @param id of the maintenance
 * @param attention what only people can decide; empty: nothing
 * @param safeToPowerOff whether everything spoke for that when it was looked last
 */
public record HostMaintenance(
        UUID id,

        @Schema(allowableValues = {"ENTERING", "IN_MAINTENANCE", "LEAVING"})
        String state,

        Instant since,
        boolean paused,
        String attention,
        boolean safeToPowerOff,
        String note,
        String requestedBy) {}
