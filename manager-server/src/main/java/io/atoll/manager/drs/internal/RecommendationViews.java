package io.atoll.manager.drs.internal;

import io.atoll.drs.loop.MoveOutcome;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.vm.VmSubtasks.MigrationFigures;
import io.atoll.model.ClusterId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Recommendations as clients see them. */
@Component
public class RecommendationViews {
    /** For the event stream, which serves all callers at once. */
    static final Predicate<Permission> ANYBODY = _ -> true;

    private static final ListDefinition LIST = ListDefinition.of(
                    "drs-recommendations", "r.*", "drs_recommendation r", "r.id")
            .sortable("createdAt", "r.created_at", FieldType.TIME)
            .sortable("wave", "r.wave", FieldType.NUMBER)
            .sortable("vmName", "lower(r.vm_name)", FieldType.TEXT)
            .choice("state", "r.state", RecommendationState.class)
            .filterable("vmId", "r.vm_id", FieldType.ID)
            .filterable("sourceHostId", "r.source_host_id", FieldType.ID)
            .filterable("targetHostId", "r.target_host_id", FieldType.ID)
            .choice("outcome", "r.outcome", MoveOutcome.Verdict.class)
            .sortedBy("-createdAt");

    private final JdbcClient jdbc;
    private final ListQuery lists;

    RecommendationViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    /**
     * One recommended migration.
     *
     * @param wave its place in the plan, from 0: all of one wave run together, once those before have ended
     * @param detail why it ended without a migration; empty otherwise
     * @param reasonKind for programs
     * @param reason the end of an English sentence
     * @param measured what the migration cost
     * @param outcome whether it helped, judged ten minutes later
     */
    public record View(
            UUID id,
            UUID clusterId,
            long revision,
            Instant createdAt,
            Instant updatedAt,
            RecommendationState state,
            String detail,
            UUID vmId,
            String vmName,
            UUID sourceHostId,
            String sourceHostName,
            UUID targetHostId,
            String targetHostName,
            int wave,
            String reasonKind,
            String reason,
            Effect effect,
            String decidedBy,
            @Nullable Instant snoozedUntil,
            @Nullable UUID taskId,
            @Nullable UUID migrationTaskId,
            @Nullable Instant endedAt,
            @Nullable MigrationFigures measured,
            MoveOutcome.@Nullable Verdict outcome,
            @Nullable OutcomeFigures outcomeFigures,
            List<String> allowedActions) {}

    /** What was measured before and after a migration; null: samples are missing. */
    public record OutcomeFigures(Moment before, Moment after) {}

    /**
     * Means over five minutes.
     *
     * @param readyShare share of its time in which the VM waited for a processor
     */
    public record Moment(
            @Nullable Double readyShare,
            @Nullable Double sourceCpuShare,
            @Nullable Double targetCpuShare) {}

    public Page<View> list(ClusterId cluster, PageRequest page, Predicate<Permission> may) {
        return lists.page(
                LIST, page, "r.cluster_id = :cluster", Map.of("cluster", cluster.value()), (row, _) -> view(row, may));
    }

    /** One recommendation. */
    public Optional<View> find(UUID id, Predicate<Permission> may) {
        return jdbc.sql("select * from drs_recommendation where id = :id")
                .param("id", id)
                .query((row, _) -> view(row, may))
                .optional();
    }

    private static View view(ResultSet columns, Predicate<Permission> may) throws SQLException {
        var row = new Row(columns);
        var state = RecommendationState.valueOf(row.text("state"));
        var outcome = row.textOrNull("outcome");
        return new View(
                row.uuid("id"),
                row.uuid("cluster_id"),
                row.bigint("revision"),
                row.instant("created_at"),
                row.instant("updated_at"),
                state,
                row.text("detail"),
                row.uuid("vm_id"),
                row.text("vm_name"),
                row.uuid("source_host_id"),
                row.text("source_host_name"),
                row.uuid("target_host_id"),
                row.text("target_host_name"),
                row.integer("wave"),
                row.text("reason_kind"),
                row.text("reason"),
                Objects.requireNonNull(row.jsonOrNull("effect", Effect.class)),
                row.text("decided_by"),
                row.instantOrNull("snoozed_until"),
                row.uuidOrNull("task_id"),
                row.uuidOrNull("move_task_id"),
                row.instantOrNull("ended_at"),
                row.jsonOrNull("measured", MigrationFigures.class),
                outcome == null ? null : MoveOutcome.Verdict.valueOf(outcome),
                row.jsonOrNull("outcome_figures", OutcomeFigures.class),
                state.isUndecided() && may.test(Permission.VM_OPERATE)
                        ? List.of("accept", "snooze", "never-move")
                        : List.of());
    }
}
