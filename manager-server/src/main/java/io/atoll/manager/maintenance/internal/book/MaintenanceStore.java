package io.atoll.manager.maintenance.internal.book;

import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code host_maintenance}. Every write makes a new revision and wants the caller's transaction. */
@Component
public class MaintenanceStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<Evidence>> PROOF = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;

    MaintenanceStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A new one, ENTERING. */
    public void insert(Maintenance one) {
        jdbc.sql("""
                insert into host_maintenance (id, revision, cluster_id, host_id, host_name, state, state_since, note,
                    requested_by, terms, enter_task_id, created_at, updated_at)
                values (:id, 1, :cluster, :host, :name, :state, :now, :note, :by, cast(:terms as jsonb), :task, :now, :now)
                """)
                .param("id", one.id())
                .param("cluster", one.cluster().value())
                .param("host", one.host().value())
                .param("name", one.hostName())
                .param("state", one.state().name())
                .param("now", time(one.createdAt()))
                .param("note", one.note())
                .param("by", one.requestedBy())
                .param("terms", JSON.writeValueAsString(one.terms()))
                .param("task", one.enterTask().value())
                .update();
    }

    public Optional<Maintenance> find(UUID id) {
        return jdbc.sql("select * from host_maintenance where id = :id")
                .param("id", id)
                .query((columns, _) -> maintenance(new Row(columns)))
                .optional();
    }

    /** The row, unchanging until the caller's transaction ends. */
    public Optional<Maintenance> lock(UUID id) {
        return jdbc.sql("select * from host_maintenance where id = :id for update")
                .param("id", id)
                .query((columns, _) -> maintenance(new Row(columns)))
                .optional();
    }

    /** The one that the host is in, if it is in any. */
    public Optional<Maintenance> of(HostId host) {
        return jdbc.sql("select * from host_maintenance where host_id = :host and ended_at is null")
                .param("host", host.value())
                .query((columns, _) -> maintenance(new Row(columns)))
                .optional();
    }

    /** The one that this task carries out, if it carries out any. */
    public Optional<Maintenance> ofTask(TaskId task) {
        return jdbc.sql("select * from host_maintenance where enter_task_id = :task or exit_task_id = :task")
                .param("task", task.value())
                .query((columns, _) -> maintenance(new Row(columns)))
                .optional();
    }

    /** The hosts of a cluster that are in maintenance, on their way into it or out of it. */
    public SortedMap<HostId, MaintenanceState> states(ClusterId cluster) {
        var states = new TreeMap<HostId, MaintenanceState>();
        jdbc.sql("select host_id, state from host_maintenance where cluster_id = :cluster and ended_at is null")
                .param("cluster", cluster.value())
                .query(row -> {
                    states.put(
                            new HostId(row.getObject("host_id", UUID.class)),
                            MaintenanceState.valueOf(row.getString("state")));
                });
        return states;
    }

    public void state(UUID id, MaintenanceState state) {
        update(
                "state = :state, state_since = :now, attention = '', ended_at = :ended",
                id,
                sql -> sql.param("state", state.name())
                        .param("ended", state.ended() ? time(clock.instant()) : null, Types.TIMESTAMP_WITH_TIMEZONE));
    }

    /** On its way out, by this task: VMs may be on it from now on, whatever was proved before. */
    public void leaving(UUID id, TaskId task) {
        update(
                "state = 'LEAVING', state_since = :now, paused = false, attention = '', safe_at = null, "
                        + "exit_task_id = :task",
                id,
                sql -> sql.param("task", task.value()));
    }

    public void paused(UUID id, boolean paused) {
        update("paused = :paused", id, sql -> sql.param("paused", paused));
    }

    /** It is somebody else's from now on. */
    public void taken(UUID id, String note, String requestedBy) {
        update(
                "note = :note, requested_by = :by",
                id,
                sql -> sql.param("note", note).param("by", requestedBy));
    }

    public void attention(UUID id, String attention) {
        update("attention = :attention", id, sql -> sql.param("attention", attention));
    }

    public void homeAfterCancel(UUID id, BringHome home) {
        update("home_after_cancel = :home", id, sql -> sql.param("home", home.name()));
    }

    public void proved(UUID id, List<Evidence> proof, @Nullable Instant safeAt) {
        update(
                "proof = cast(:proof as jsonb), safe_at = :safe",
                id,
                sql -> sql.param("proof", JSON.writeValueAsString(proof))
                        .param("safe", safeAt == null ? null : time(safeAt), Types.TIMESTAMP_WITH_TIMEZONE));
    }

    /** Something that is shown with it has changed. */
    public void touch(UUID id) {
        update("id = id", id, sql -> sql);
    }

    /** Adds parameters to a statement. */
    @FunctionalInterface
    private interface Parameters {
        JdbcClient.StatementSpec set(JdbcClient.StatementSpec sql);
    }

    private void update(String columns, UUID id, Parameters parameters) {
        var sql = jdbc.sql("update host_maintenance set " + columns
                        + ", revision = revision + 1, updated_at = :now where id = :id")
                .param("now", time(clock.instant()))
                .param("id", id);
        parameters.set(sql).update();
    }

    private static Maintenance maintenance(Row row) throws SQLException {
        var home = row.textOrNull("home_after_cancel");
        return new Maintenance(
                row.uuid("id"),
                row.bigint("revision"),
                new ClusterId(row.uuid("cluster_id")),
                new HostId(row.uuid("host_id")),
                row.text("host_name"),
                MaintenanceState.valueOf(row.text("state")),
                row.instant("state_since"),
                row.flag("paused"),
                row.text("note"),
                row.text("requested_by"),
                Objects.requireNonNull(row.jsonOrNull("terms", Terms.class)),
                new TaskId(row.uuid("enter_task_id")),
                task(row.uuidOrNull("exit_task_id")),
                home == null ? null : BringHome.valueOf(home),
                row.text("attention"),
                row.json("proof", PROOF),
                row.instantOrNull("safe_at"),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.instantOrNull("ended_at"));
    }

    static @Nullable TaskId task(@Nullable UUID id) {
        return id == null ? null : new TaskId(id);
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
