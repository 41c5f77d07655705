package io.atoll.manager.drs.internal.round;

import io.atoll.drs.loop.BalanceRound.Outcome;
import io.atoll.manager.drs.DrsMode;
import io.atoll.manager.drs.internal.DrsSettings;
import io.atoll.manager.drs.internal.PlanTasks;
import io.atoll.manager.drs.internal.Recommendation;
import io.atoll.manager.drs.internal.RecommendationState;
import io.atoll.manager.drs.internal.RecommendationStore;
import io.atoll.manager.drs.internal.SettingsStore;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what a round came to, all in one transaction. */
@Component
class RoundKeeper {
    private static final String BY = "DRS";

    private final SettingsStore settings;
    private final RecommendationStore recommendations;
    private final PlanTasks tasks;
    private final JdbcClient jdbc;
    private final Ids ids;

    RoundKeeper(
            SettingsStore settings, RecommendationStore recommendations, PlanTasks tasks, JdbcClient jdbc, Ids ids) {
        this.settings = settings;
        this.recommendations = recommendations;
        this.tasks = tasks;
        this.jdbc = jdbc;
        this.ids = ids;
    }

    boolean isCarryingOut(ClusterId cluster) {
        return tasks.active(cluster).isPresent();
    }

    void requireIdle(ClusterId cluster) {
        tasks.active(cluster).ifPresent(task -> {
            throw new AtollException(
                    ErrorCode.TASK_IN_PROGRESS,
                    "Task %s is carrying out recommendations in this cluster.".formatted(task),
                    new Hint("Wait for it, or cancel it.", "/api/v1/tasks/" + task));
        });
    }

    /** Settings that were changed while the round was thinking count: what was switched off is not carried out. */
    @Transactional
    public void keep(DrsSettings decided, Instant now, Outcome outcome, List<PlanBook.Entry> entries, long tookMs) {
        var wanted = settings.lock(decided.cluster(), now);
        if (isCarryingOut(wanted.cluster())) {
            return; // somebody was quicker, and the world is about to be another one
        }
        addRound(decided, now, outcome, entries, tookMs);
        wake(wanted.cluster(), now);
        var open = reconcile(wanted.cluster(), entries);
        if (wanted.mode() == DrsMode.APPLY && decided.mode() == DrsMode.APPLY && !open.isEmpty()) {
            tasks.submit(wanted.cluster(), open, BY);
        }
    }

    private void addRound(
            DrsSettings decided, Instant now, Outcome outcome, List<PlanBook.Entry> entries, long tookMs) {
        var since = outcome.unevenSince();
        jdbc.sql("""
                insert into drs_round (id, cluster_id, at, level, verdict, uneven_since, imbalance, hot_hosts, unserved_mhz,
                                       migrations, copied_mib, took_ms)
                values (:id, :cluster, :now, :level, :verdict, :since, :imbalance, :hot, :unserved, :migrations, :copied, :took)
                """)
                .param("id", ids.next())
                .param("cluster", decided.cluster().value())
                .param("now", utc(now))
                .param("level", decided.level())
                .param("verdict", outcome.verdict().name())
                .param("since", since == null ? null : utc(since), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("imbalance", outcome.score().imbalance())
                .param("hot", outcome.hotHosts())
                .param("unserved", outcome.score().unservedMhz())
                .param("migrations", entries.size())
                .param(
                        "copied",
                        entries.stream()
                                .mapToLong(entry -> entry.why().effect().copiedMiB())
                                .sum())
                .param("took", tookMs)
                .update();
    }

    private void wake(ClusterId cluster, Instant now) {
        jdbc.sql("""
                select id from drs_recommendation
                 where cluster_id = :cluster and state = 'SNOOZED' and snoozed_until <= :now
                """)
                .param("cluster", cluster.value())
                .param("now", utc(now))
                .query((row, _) -> new Row(row).uuid("id"))
                .list()
                .forEach(recommendations::awake);
    }

    /** What is recommended again stays what it was; what is not expires. Answers those that are open now. */
    private List<Recommendation> reconcile(ClusterId cluster, List<PlanBook.Entry> entries) {
        var left = new ArrayList<>(recommendations.undecided(cluster));
        var open = new ArrayList<Recommendation>();
        for (var entry : entries) {
            var known =
                    left.stream().filter(one -> one.move().isSame(entry.move())).findFirst();
            if (known.isPresent()) {
                left.remove(known.get());
                recommendations.seenAgain(known.get().id(), entry.wave(), entry.why());
                open.add(known.get().at(entry.wave()));
            } else {
                open.add(add(cluster, entry));
            }
        }
        for (var gone : left) {
            if (gone.state() == RecommendationState.OPEN) {
                recommendations.ended(
                        gone.id(), RecommendationState.EXPIRED, "A later round no longer recommends it.", "");
            }
        }
        return open;
    }

    private Recommendation add(ClusterId cluster, PlanBook.Entry entry) {
        var fresh = new Recommendation(
                ids.next(), cluster, 1, RecommendationState.OPEN, entry.move(), entry.wave(), entry.why(), null, null);
        recommendations.add(fresh);
        return fresh;
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
