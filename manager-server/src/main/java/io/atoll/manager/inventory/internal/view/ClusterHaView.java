package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import io.atoll.manager.inventory.ClusterHa.Flapping;
import io.atoll.manager.inventory.ClusterHa.Retries;
import io.atoll.manager.persistence.Row;
import java.sql.SQLException;

/** What people want of HA in a cluster, and the figures it stands on, as clients see it. */
public record ClusterHaView(
        boolean enabled,
        boolean armed,
        int hostFailuresToTolerate,
        AdmissionPolicy admissionPolicy,
        int windowMs,
        int storageLossDelaySeconds,
        Flapping flapping,
        Retries retries,
        Timing timing) {
    /** The figures of the lease, which nobody can change. */
    public record Timing(
            int renewMs,
            int acknowledgeMs,
            int leaseMs,
            int singleChannelLeaseMs,
            int freezeMs,
            int killBoundMs,
            int marginMs,
            int shortestWindowMs) {
        static final Timing FIXED = new Timing(
                ClusterHa.RENEW_MS,
                ClusterHa.ACKNOWLEDGE_MS,
                ClusterHa.LEASE_MS,
                ClusterHa.SINGLE_CHANNEL_LEASE_MS,
                ClusterHa.FREEZE_MS,
                ClusterHa.KILL_BOUND_MS,
                ClusterHa.MARGIN_MS,
                ClusterHa.SHORTEST_WINDOW_MS);
    }

    static ClusterHaView of(Row row) throws SQLException {
        return new ClusterHaView(
                row.flag("ha_enabled"),
                row.flag("ha_armed"),
                row.integer("ha_host_failures_to_tolerate"),
                AdmissionPolicy.valueOf(row.text("ha_admission_policy")),
                row.integer("ha_window_ms"),
                row.integer("ha_storage_loss_delay_seconds"),
                new Flapping(
                        row.integer("ha_flap_failures"),
                        row.integer("ha_flap_within_minutes"),
                        row.integer("ha_quarantine_minutes")),
                new Retries(
                        row.integer("ha_restart_attempts"),
                        row.integer("ha_first_retry_seconds"),
                        row.integer("ha_longest_retry_seconds")),
                Timing.FIXED);
    }
}
