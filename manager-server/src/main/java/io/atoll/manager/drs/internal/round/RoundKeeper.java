package io.atoll.manager.drs.internal.round;

import io.atoll.drs.loop.BalanceRound.Outcome;
import io.atoll.manager.drs.DrsMode;
import io.atoll.manager.drs.internal.DrsSettings;
import io.atoll.manager.drs.internal.DrsViews.RoundView;
import io.atoll.manager.drs.internal.PlanTasks;
import io.atoll.manager.drs.internal.Prerequisites;
import io.atoll.manager.drs.internal.Recommendation;
import io.atoll.manager.drs.internal.RecommendationState;
import io.atoll.manager.drs.internal.RecommendationStore;
import io.atoll.manager.drs.internal.SettingsStore;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.cluster.Rule;
import java.sql.Types;
import java.time.Duration;
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
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final SettingsStore settings;
    private final RecommendationStore recommendations;
    private final PlanTasks tasks;
    private final Events events;
    private final JdbcClient jdbc;
    private final Ids ids;

    RoundKeeper(
            SettingsStore settings,
            RecommendationStore recommendations,
            PlanTasks tasks,
            Events events,
            JdbcClient jdbc,
            Ids ids) {
        this.settings = settings;
        this.recommendations = recommendations;
        this.tasks = tasks;
        this.events = events;
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /**
     * What a round recommends, and what it was made from.
     *
     * @param rules which VMs go only together
     */
    record Plan(List<PlanBook.Entry> entries, List<Rule> rules, int vmsWithoutSamples) {
        Plan {
            entries = List.copyOf(entries);
            rules = List.copyOf(rules);
        }
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
    public void keep(DrsSettings decided, Instant now, Outcome outcome, Plan plan, long tookMs) {
        var wanted = settings.lock(decided.cluster(), now);
        if (isCarryingOut(wanted.cluster())) {
            return; // somebody was quicker, and the world is about to be another one
        }
        if (wanted.mode() == DrsMode.OFF && decided.mode() != DrsMode.OFF) {
            return; // no later round would withdraw what this one recommends
        }
        wake(wanted.cluster(), now);
        var ready = reconcile(wanted.cluster(), now, plan);
        addRound(decided, now, outcome, plan, tookMs);
        if (wanted.mode() == DrsMode.APPLY && decided.mode() == DrsMode.APPLY && !ready.isEmpty()) {
            tasks.submit(wanted.cluster(), ready, BY);
        }
    }

    /** Its event is the word that recommendations have come or gone: a plan may have a thousand of them. */
    private void addRound(DrsSettings decided, Instant now, Outcome outcome, Plan plan, long tookMs) {
        var copiedMiB = plan.entries.stream()
                .mapToLong(entry -> entry.why().effect().copiedMiB())
                .sum();
        var round = new RoundView(
                ids.next(),
                decided.cluster().value(),
                now,
                decided.level(),
                outcome.verdict(),
                outcome.score().imbalance(),
                outcome.hotHosts(),
                outcome.score().unservedMhz(),
                outcome.unevenSince(),
                plan.entries.size(),
                copiedMiB,
                plan.vmsWithoutSamples,
                tookMs);
        insert(round);
        events.publish("drs-round", round.id().toString(), "", 1, Change.CREATED, round);
    }

    private void insert(RoundView round) {
        var since = round.unevenSince();
        jdbc.sql("""
                insert into drs_round (id, cluster_id, at, level, verdict, uneven_since, imbalance, hot_hosts, unserved_mhz,
                                       migrations, copied_mib, vms_without_samples, took_ms)
                values (:id, :cluster, :now, :level, :verdict, :since, :imbalance, :hot, :unserved, :migrations, :copied,
                        :unknown, :took)
                """)
                .param("id", round.id())
                .param("cluster", round.clusterId())
                .param("now", utc(round.at()))
                .param("level", round.level())
                .param("verdict", round.verdict().name())
                .param("since", since == null ? null : utc(since), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("imbalance", round.imbalance())
                .param("hot", round.hotHosts())
                .param("unserved", round.unservedMillicores())
                .param("migrations", round.migrations())
                .param("copied", round.copiedMiB())
                .param("unknown", round.vmsWithoutSamples())
                .param("took", round.tookMs())
                .update();
    }

    /** What somebody has asked for by hand in a cluster that is not balanced: no later round would withdraw it. */
    @Transactional
    public void expireForgotten(Instant now) {
        jdbc.sql("""
                select r.id from drs_recommendation r join cluster_drs d on d.cluster_id = r.cluster_id
                 where d.mode = 'OFF' and r.seen_at < :limit
                   and (r.state = 'OPEN' or r.state = 'SNOOZED' and r.snoozed_until <= :now) order by r.id
                """)
                .param("now", utc(now))
                .param("limit", utc(now.minus(FORGOTTEN_AFTER)))
                .query((row, _) -> new Row(row).uuid("id"))
                .list()
                .forEach(id -> recommendations
                        .lock(id)
                        .filter(one -> one.state().isUndecided())
                        .ifPresent(one -> recommendations.ended(
                                one.id(),
                                RecommendationState.EXPIRED,
                                "DRS is off, and the round that recommended it is more than an hour ago.",
                                "")));
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

    /**
     * What is recommended again stays what it was; what is not expires. Answers those that may be carried out now: somebody may have snoozed one
     * while the round was thinking.
     */
    private List<Recommendation> reconcile(ClusterId cluster, Instant now, Plan plan) {
        var left = new ArrayList<>(recommendations.undecided(cluster));
        var again = new ArrayList<Recommendation>();
        var fresh = new ArrayList<Recommendation>();
        for (var entry : plan.entries) {
            var known =
                    left.stream().filter(one -> one.move().isSame(entry.move())).findFirst();
            if (known.isPresent()) {
                left.remove(known.get());
                again.add(known.get().again(now, entry.wave(), entry.why()));
            } else {
                fresh.add(fresh(cluster, now, entry));
            }
        }
        recommendations.seenAgain(again);
        recommendations.add(fresh);
        recommendations.expired(left.stream()
                .filter(gone -> gone.state() == RecommendationState.OPEN)
                .toList());
        again.addAll(fresh);
        return new Prerequisites(plan.rules).ready(again);
    }

    private Recommendation fresh(ClusterId cluster, Instant now, PlanBook.Entry entry) {
        return new Recommendation(
                ids.next(),
                cluster,
                1,
                RecommendationState.OPEN,
                now,
                entry.move(),
                entry.wave(),
                entry.why(),
                null,
                null);
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
