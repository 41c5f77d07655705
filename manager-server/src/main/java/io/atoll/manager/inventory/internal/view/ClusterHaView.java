package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import io.atoll.manager.inventory.HaFigures;
import io.atoll.manager.persistence.Row;
import java.sql.SQLException;

/** What people want of HA in a cluster, and the figures it stands on, as clients see it. */
public record ClusterHaView(
        boolean enabled,
        boolean armed,
        int hostFailuresToTolerate,
        AdmissionPolicy admissionPolicy,
        int storageLossDelaySeconds,
        int restartAttempts,
        int guestSilenceSeconds,
        int firstRetryPauseSeconds,
        int longestRetryPauseSeconds,
        int flapFailures,
        int flapWindowMinutes,
        int quarantineMinutes,
        HaFigures figures) {
    static ClusterHaView of(Row row) throws SQLException {
        return new ClusterHaView(
                row.flag("ha_enabled"),
                row.flag("ha_armed"),
                row.integer("ha_host_failures_to_tolerate"),
                AdmissionPolicy.valueOf(row.text("ha_admission_policy")),
                row.integer("ha_storage_loss_delay_seconds"),
                row.integer("ha_restart_attempts"),
                row.integer("ha_guest_silence_seconds"),
                row.integer("ha_first_retry_pause_seconds"),
                row.integer("ha_longest_retry_pause_seconds"),
                row.integer("ha_flap_failures"),
                row.integer("ha_flap_window_minutes"),
                row.integer("ha_quarantine_minutes"),
                HaFigures.FIXED);
    }
}
