package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code dpm_recommendation}: what is recommended, and what became of it. Each change is told to the event stream. */
@Component("dpmRecommendationBook")
public class RecommendationBook {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final Events events;
    private final Ids ids;
    private final Clock clock;

    RecommendationBook(JdbcClient jdbc, Events events, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /** What is to be done with a host. Names are API. */
    public enum Kind {
        PARK,
        WAKE
    }

    /** Names are API. */
    public enum State {
        OPEN,
        ACCEPTED,
        DONE,
        FAILED,
        /** A later round no longer recommends it, or power saving was switched off. */
        EXPIRED
    }

    /** What a round proposes. */
    public record Proposal(Kind kind, HostId host, String hostName, DpmReason reason) {}

    /** What is proposed again stays what it was; what is not expires. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reconcile(ClusterId cluster, List<Proposal> proposals) {
        var left = new ArrayList<>(lockOpen("cluster_id", cluster.value()));
        for (var proposal : proposals) {
            var known = left.stream()
                    .filter(one -> one.kind() == proposal.kind && one.hostId().equals(proposal.host.value()))
                    .findFirst();
            if (known.isPresent()) {
                left.remove(known.get());
                seenAgain(known.get(), proposal.reason);
            } else if (isFree(proposal.host)) {
                add(cluster, proposal);
            }
        }
        left.forEach(one -> end(one.id(), State.EXPIRED, "A later round no longer recommends it."));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void withdraw(ClusterId cluster, String why) {
        lockOpen("cluster_id", cluster.value()).forEach(one -> end(one.id(), State.EXPIRED, why));
    }

    /** Nothing is to be done with the host any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdraw(HostId host, String why) {
        lockOpen("host_id", host.value()).forEach(one -> end(one.id(), State.EXPIRED, why));
    }

    /** Those that are open still once nobody else is deciding about them: one that is being accepted does not expire under it. */
    private List<DpmRecommendation> lockOpen(String column, UUID of) {
        return jdbc.sql("select * from dpm_recommendation where " + column
                        + " = :of and state = 'OPEN' order by id for update")
                .param("of", of)
                .query((row, _) -> map(row))
                .list();
    }

    private boolean isFree(HostId host) {
        return jdbc.sql(
                                "select count(*) from dpm_recommendation where host_id = :host and state in ('OPEN', 'ACCEPTED')")
                        .param("host", host.value())
                        .query(Integer.class)
                        .single()
                == 0;
    }

    private void add(ClusterId cluster, Proposal proposal) {
        var id = ids.next();
        jdbc.sql("""
                insert into dpm_recommendation (id, cluster_id, revision, created_at, updated_at, seen_at, state, kind,
                       host_id, host_name, reason)
                values (:id, :cluster, 1, :now, :now, :now, 'OPEN', :kind, :host, :name, cast(:reason as jsonb))""")
                .param("id", id)
                .param("cluster", cluster.value())
                .param("now", now())
                .param("kind", proposal.kind.name())
                .param("host", proposal.host.value())
                .param("name", proposal.hostName)
                .param("reason", JSON.writeValueAsString(proposal.reason))
                .update();
        tell(id, Change.CREATED);
    }

    private void seenAgain(DpmRecommendation one, DpmReason reason) {
        jdbc.sql("update dpm_recommendation set seen_at = :now, reason = cast(:reason as jsonb) where id = :id")
                .param("now", now())
                .param("reason", JSON.writeValueAsString(reason))
                .param("id", one.id())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void accepted(UUID id, TaskId task, String by) {
        update(
                id,
                "state = 'ACCEPTED', decided_by = :by, task_id = :task",
                sql -> sql.param("by", by).param("task", task.value()));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void end(UUID id, State state, String detail) {
        update(
                id,
                "state = :state, detail = :detail, ended_at = :now",
                sql -> sql.param("state", state.name()).param("detail", detail));
    }

    /** Adds parameters to a statement. */
    @FunctionalInterface
    private interface Parameters {
        JdbcClient.StatementSpec set(JdbcClient.StatementSpec sql);
    }

    private void update(UUID id, String columns, Parameters parameters) {
        var sql = jdbc.sql("update dpm_recommendation set revision = revision + 1, updated_at = :now, " + columns
                        + " where id = :id")
                .param("now", now())
                .param("id", id);
        parameters.set(sql).update();
        tell(id, Change.CHANGED);
    }

    private void tell(UUID id, Change change) {
        find(id).ifPresent(one ->
                events.publish("dpm-recommendation", id.toString(), one.hostName(), one.revision(), change, one));
    }

    public List<DpmRecommendation> open(ClusterId cluster) {
        return jdbc.sql("select * from dpm_recommendation where cluster_id = :cluster and state = 'OPEN' order by id")
                .param("cluster", cluster.value())
                .query((row, _) -> map(row))
                .list();
    }

    /** The accepted ones of a task. */
    public List<DpmRecommendation> ofTask(TaskId task) {
        return jdbc.sql("select * from dpm_recommendation where task_id = :task and state = 'ACCEPTED'")
                .param("task", task.value(), Types.OTHER)
                .query((row, _) -> map(row))
                .list();
    }

    public Optional<DpmRecommendation> find(UUID id) {
        return jdbc.sql("select * from dpm_recommendation where id = :id")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    /** Unchanging until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<DpmRecommendation> lock(UUID id) {
        return jdbc.sql("select * from dpm_recommendation where id = :id for update")
                .param("id", id)
                .query((row, _) -> map(row))
                .optional();
    }

    /** For lists. */
    public static DpmRecommendation map(ResultSet columns) throws SQLException {
        var row = new Row(columns);
        return new DpmRecommendation(
                row.uuid("id"),
                row.uuid("cluster_id"),
                row.bigint("revision"),
                row.instant("created_at"),
                row.instant("updated_at"),
                State.valueOf(row.text("state")),
                row.text("detail"),
                Kind.valueOf(row.text("kind")),
                row.uuid("host_id"),
                row.text("host_name"),
                Objects.requireNonNull(row.jsonOrNull("reason", DpmReason.class)),
                row.text("decided_by"),
                row.uuidOrNull("task_id"),
                row.instantOrNull("ended_at"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
