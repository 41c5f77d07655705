package io.atoll.manager.alarm.internal.view;

import io.atoll.manager.alarm.AlarmClearCause;
import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.AlarmState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One alarm. */
public record AlarmView(
        UUID id,
        long revision,
        AlarmState state,
        AlarmSeverity severity,
        @Schema(description = "The worst it has been") AlarmSeverity worstSeverity,

        @Schema(description = "Null: the definition was deleted") @Nullable
        UUID definitionId,

        String definitionName,
        AlarmObjectKind objectKind,
        UUID objectId,
        String objectName,

        @Schema(description = "As they were when it was raised")
        SortedMap<String, String> objectLabels,

        @Nullable UUID clusterId,

        @Schema(allowableValues = {"METRIC_ABOVE", "METRIC_BELOW", "STATE", "HA_CONCERN"})
        String code,

        @Schema(description = "What the code's words are made of")
        SortedMap<String, String> parameters,

        @Schema(description = "The same in English") String detail,

        @Schema(description = "When it was raised or last changed its severity") @Nullable
        Double value,

        @Nullable Double threshold,
        String unit,
        Instant raisedAt,
        Instant changedAt,

        @Schema(description = "Nothing is known of the object since: the alarm stays as it is") @Nullable
        Instant noDataSince,

        boolean clearsByItself,
        @Nullable Acknowledgement acknowledgement,
        @Nullable Clearing clearing,
        List<String> allowedActions) {
    public AlarmView {
        allowedActions = List.copyOf(allowedActions);
    }

    /** Who said that they know. */
    public record Acknowledgement(Instant at, String by, String note) {}

    /** How it ended; {@code by} is empty where it ended by itself. */
    public record Clearing(Instant at, AlarmClearCause cause, String by, String note) {}
}
