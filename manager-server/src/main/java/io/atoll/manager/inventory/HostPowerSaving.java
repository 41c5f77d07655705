package io.atoll.manager.inventory;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * That power saving has a hand on a host, as it is shown with the host; filled by the module for power saving.
 *
 * @param state {@code ASLEEP}: it is off, and woken when it is needed
 * @param reason why it was parked, or is woken
 */
public record HostPowerSaving(
        @Schema(allowableValues = {"DRAINING", "SWITCHING_OFF", "ASLEEP", "WAKING", "EXITING", "FAILED"})
        String state,

        Instant since,
        String reason) {}
