package io.atoll.manager.drs.internal;

import io.atoll.drs.loop.MoveOutcome;
import io.atoll.manager.drs.internal.Recommendation.End;
import io.atoll.manager.drs.internal.Recommendation.Move;
import io.atoll.manager.drs.internal.Recommendation.Why;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code drs_recommendation}; each change is told to the event stream. */
@Component
public class RecommendationStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String UNDECIDED = Arrays.stream(RecommendationState.values())
            .filter(RecommendationState::isUndecided)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcOperations batch;
    private final RecommendationViews views;
    private final Events events;
    private final Clock clock;

    RecommendationStore(JdbcClient jdbc, JdbcOperations batch, RecommendationViews views, Events events, Clock clock) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /** Not told one by one: the round that brings them is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(List<Recommendation> all) {
        var now = now();
        batch.batchUpdate(
                """
                insert into drs_recommendation (id, cluster_id, revision, created_at, updated_at, seen_at, state, vm_id,
                       vm_name, source_host_id, source_host_name, target_host_id, target_host_name, wave, verdict,
                       reason_kind, reason, effect)
                values (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """,
                all,
                BATCH,
                (row, one) -> set(
                        row,
                        one.id(),
                        one.cluster().value(),
                        now,
                        now,
                        utc(one.seenAt()),
                        one.state().name(),
                        one.move().vm().value(),
                        one.move().vmName(),
                        one.move().source().host().value(),
                        one.move().source().name(),
                        one.move().target().host().value(),
                        one.move().target().name(),
                        one.wave(),
                        one.why().verdict(),
                        one.why().kind(),
                        one.why().text(),
                        JSON.writeValueAsString(one.why().effect())));
    }

    /** A later round recommends the same again: its place and its figures are those of now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void seenAgain(List<Recommendation> all) {
        batch.batchUpdate(
                """
                update drs_recommendation set seen_at = ?, wave = ?, verdict = ?, reason_kind = ?, reason = ?,
                       effect = ?::jsonb where id = ?
                """,
                all,
                BATCH,
                (row, one) -> set(
                        row,
                        utc(one.seenAt()),
                        one.wave(),
                        one.why().verdict(),
                        one.why().kind(),
                        one.why().text(),
                        JSON.writeValueAsString(one.why().effect()),
                        one.id()));
    }

    /** A later round recommends these no more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void expired(List<Recommendation> all) {
        var now = now();
        batch.batchUpdate("""
                update drs_recommendation set revision = revision + 1, state = 'EXPIRED', updated_at = ?, ended_at = ?,
                       detail = 'A later round no longer recommends it.' where id = ?
                """, all, BATCH, (row, one) -> set(row, now, now, one.id()));
    }

    private static void set(PreparedStatement row, Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            row.setObject(i + 1, values[i]);
        }
    }

    /** Those of a cluster that wait for a decision, in the order of their plan. */
    public List<Recommendation> undecided(ClusterId cluster) {
        return select(
                "cluster_id = :it and state in " + UNDECIDED + " order by wave, vm_name, id for update",
                cluster.value());
    }

    /** Those that a task carries out, in the order of their plan. */
    public List<Recommendation> of(TaskId task) {
        return select("task_id = :it order by wave, vm_name, id", task.value());
    }

    /** One of a cluster, unchanging until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Recommendation> lock(UUID id) {
        return select("id = :it for update", id).stream().findFirst();
    }

    private List<Recommendation> select(String condition, UUID it) {
        return jdbc.sql("select * from drs_recommendation where " + condition)
                .param("it", it)
                .query((row, _) -> recommendation(new Row(row)))
                .list();
    }

    private static Recommendation recommendation(Row row) throws SQLException {
        return new Recommendation(
                row.uuid("id"),
                new ClusterId(row.uuid("cluster_id")),
                row.bigint("revision"),
                RecommendationState.valueOf(row.text("state")),
                row.instant("seen_at"),
                new Move(
                        new VmId(row.uuid("vm_id")),
                        row.text("vm_name"),
                        new End(new HostId(row.uuid("source_host_id")), row.text("source_host_name")),
                        new End(new HostId(row.uuid("target_host_id")), row.text("target_host_name"))),
                row.integer("wave"),
                new Why(
                        row.text("verdict"),
                        row.text("reason_kind"),
                        row.text("reason"),
                        JSON.readValue(row.text("effect"), Effect.class)),
                task(row.uuidOrNull("task_id")),
                task(row.uuidOrNull("move_task_id")));
    }

    private static @Nullable TaskId task(@Nullable UUID id) {
        return id == null ? null : new TaskId(id);
    }

    /** Waits for its turn in this task. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void accepted(UUID id, TaskId task, String by) {
        change(
                id,
                "state = 'ACCEPTED', task_id = :task, decided_by = :by, snoozed_until = null",
                statement -> statement.param("task", task.value()).param("by", by));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void snoozed(UUID id, Instant until, String by) {
        change(
                id,
                "state = 'SNOOZED', snoozed_until = :until, decided_by = :by",
                statement -> statement.param("until", utc(until)).param("by", by));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void moving(UUID id, TaskId migration) {
        change(
                id,
                "state = 'MOVING', move_task_id = :migration, moving_at = :now",
                statement -> statement.param("migration", migration.value()));
    }

    /** It has arrived; {@code measured} is what it cost. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(UUID id, Object measured) {
        change(
                id,
                "state = 'MOVED', ended_at = :now, measured = :measured::jsonb",
                statement -> statement.param("measured", JSON.writeValueAsString(measured)));
    }

    /** It has come to an end without a migration; {@code detail} says why. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(UUID id, RecommendationState state, String detail, String by) {
        change(
                id,
                "state = :state, detail = :detail, ended_at = :now,"
                        + " decided_by = case when :by = '' then decided_by else :by end",
                statement -> statement
                        .param("state", state.name())
                        .param("detail", detail)
                        .param("by", by));
    }

    /** Whether it helped, and what that is told by. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void judged(UUID id, MoveOutcome.Verdict outcome, Object figures) {
        change(
                id,
                "outcome = :outcome, outcome_figures = :figures::jsonb",
                statement ->
                        statement.param("outcome", outcome.name()).param("figures", JSON.writeValueAsString(figures)));
    }

    /** Nobody snoozes it any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void awake(UUID id) {
        change(id, "state = 'OPEN', snoozed_until = null", statement -> statement);
    }

    private interface Parameters {
        StatementSpec addTo(StatementSpec statement);
    }

    private void change(UUID id, String set, Parameters parameters) {
        var statement = jdbc.sql("update drs_recommendation set revision = revision + 1, updated_at = :now, " + set
                        + " where id = :id")
                .param("id", id)
                .param("now", now());
        parameters.addTo(statement).update();
        publish(id, Change.CHANGED);
    }

    private void publish(UUID id, Change change) {
        views.find(id, RecommendationViews.ANYBODY)
                .ifPresent(view -> events.publish(
                        "drs-recommendation", id.toString(), view.vmName(), view.revision(), change, view));
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
