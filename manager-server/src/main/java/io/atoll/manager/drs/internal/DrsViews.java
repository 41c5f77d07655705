package io.atoll.manager.drs.internal;

import io.atoll.drs.loop.BalanceLevel;
import io.atoll.drs.loop.BalanceRound;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.drs.DrsMode;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** DRS of a cluster as clients see it. */
@Component
public class DrsViews {
    private static final ListDefinition ROUNDS = ListDefinition.of("drs-rounds", "r.*", "drs_round r", "r.id")
            .sortable("at", "r.at", FieldType.TIME)
            .choice("verdict", "r.verdict", BalanceRound.Verdict.class)
            .sortedBy("-at");

    private final SettingsStore settings;
    private final PlanTasks tasks;
    private final Inventory inventory;
    private final ListQuery lists;
    private final JdbcClient jdbc;

    DrsViews(SettingsStore settings, PlanTasks tasks, Inventory inventory, ListQuery lists, JdbcClient jdbc) {
        this.settings = settings;
        this.tasks = tasks;
        this.inventory = inventory;
        this.lists = lists;
        this.jdbc = jdbc;
    }

    /** How a cluster is balanced, and how that stands. */
    public record View(UUID clusterId, long revision, Spec spec, Status status) {}

    /**
     * What people want.
     *
     * @param level from 1 (mends broken rules and limits only) to 5 (the most even)
     * @param coolDownMinutes how long a VM that was moved is left where it is
     * @param patienceMinutes for how long a cluster has to be uneven before anybody moves
     */
    public record Spec(DrsMode mode, int level, int coolDownMinutes, int patienceMinutes) {}

    /**
     * How it stands.
     *
     * @param triggerImbalance above it the level begins to balance; null: it never does for evenness
     * @param targetImbalance down to it the level balances
     * @param taskId what is carried out now; null: nothing
     * @param lastRound null: nobody has looked yet
     */
    public record Status(
            @Nullable Double triggerImbalance,
            @Nullable Double targetImbalance,
            int openRecommendations,
            @Nullable UUID taskId,
            @Nullable RoundView lastRound) {}

    /**
     * One look at the cluster.
     *
     * @param imbalance standard deviation of the hosts' CPU shares plus that of their memory shares
     * @param hotHosts asked for more than 80 % of their processing power
     * @param unservedMillicores asked for beyond what the hosts have
     * @param unevenSince since when every round found it uneven
     * @param vmsWithoutSamples VMs that could move, with fewer than three samples in five minutes: counted by their newest, or as using all their vCPUs
     */
    public record RoundView(
            UUID id,
            UUID clusterId,
            Instant at,
            int level,
            BalanceRound.Verdict verdict,
            double imbalance,
            int hotHosts,
            double unservedMillicores,
            @Nullable Instant unevenSince,
            int migrations,
            long copiedMiB,
            int vmsWithoutSamples,
            long tookMs) {}

    /** Refused with CLUSTER_NOT_FOUND where there is no such cluster. */
    public View of(ClusterId id) {
        requireThere(id);
        var wanted = settings.of(id);
        var level = BalanceLevel.of(wanted.level());
        return new View(
                id.value(),
                wanted.revision(),
                new Spec(wanted.mode(), wanted.level(), wanted.coolDownMinutes(), wanted.patienceMinutes()),
                new Status(
                        level.evens() ? level.triggerImbalance() : null,
                        level.evens() ? level.targetImbalance() : null,
                        open(id),
                        tasks.active(id).map(TaskId::value).orElse(null),
                        lastRound(id)));
    }

    private void requireThere(ClusterId id) {
        if (inventory.cluster(id).isEmpty()) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id));
        }
    }

    private int open(ClusterId id) {
        return jdbc.sql("select count(*) from drs_recommendation where cluster_id = :cluster and state = 'OPEN'")
                .param("cluster", id.value())
                .query(Integer.class)
                .single();
    }

    private @Nullable RoundView lastRound(ClusterId id) {
        return jdbc.sql("select * from drs_round where cluster_id = :cluster order by at desc limit 1")
                .param("cluster", id.value())
                .query((row, _) -> round(row))
                .optional()
                .orElse(null);
    }

    /** The rounds of a cluster, newest first. */
    public Page<RoundView> rounds(ClusterId id, PageRequest page) {
        requireThere(id);
        return lists.page(
                ROUNDS, page, "r.cluster_id = :cluster", Map.of("cluster", id.value()), (row, _) -> round(row));
    }

    private static RoundView round(ResultSet columns) throws SQLException {
        var row = new Row(columns);
        return new RoundView(
                row.uuid("id"),
                row.uuid("cluster_id"),
                row.instant("at"),
                row.integer("level"),
                BalanceRound.Verdict.valueOf(row.text("verdict")),
                columns.getDouble("imbalance"),
                row.integer("hot_hosts"),
                columns.getDouble("unserved_mhz"),
                row.instantOrNull("uneven_since"),
                row.integer("migrations"),
                row.bigint("copied_mib"),
                row.integer("vms_without_samples"),
                row.bigint("took_ms"));
    }
}
