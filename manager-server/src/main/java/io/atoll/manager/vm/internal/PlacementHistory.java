package io.atoll.manager.vm.internal;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.PlacementReport.Ranked;
import io.atoll.manager.placement.PlacementReport.Refused;
import io.atoll.manager.task.TaskId;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The newest decisions about where each VM runs, kept so that "why is it here?" has an answer later. */
@Component
public class PlacementHistory {
    private static final int MOST_KEPT = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    PlacementHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a decision was made for. Names are API. */
    public enum DecisionCause {
        CREATE,
        START,
        MIGRATE,
        /** The host that was chosen first was lost before the VM was there. */
        RETRY,
        /** The agents chose, when the VM's host failed. */
        HA_RESTART
    }

    /** Who wanted it. */
    public record Wish(
            DecisionCause cause,
            String requestedBy,
            @Nullable TaskId task) {
        static final Wish OF_HA = new Wish(DecisionCause.HA_RESTART, "HA", null);
    }

    /**
     * One decision as clients see it.
     *
     * @param reason why that host, in a sentence
     * @param ranked the hosts that fitted then, best first; empty where agents decided
     * @param refused those that did not, with the numbers of that moment
     */
    public record DecisionView(
            Instant decidedAt,
            DecisionCause cause,
            String requestedBy,
            @Nullable UUID taskId,
            UUID hostId,
            String hostName,
            String reason,
            List<Ranked> ranked,
            List<Refused> refused) {
        public DecisionView {
            ranked = List.copyOf(ranked);
            refused = List.copyOf(refused);
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(VmId vm, PlacementReport report, Wish wish) {
        var host = report.hostId();
        if (host != null) {
            add(vm, host, report, wish);
        }
    }

    /** Replaces what is said of the newest decision if that was made for this task and host, else keeps one more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tellMore(VmId vm, PlacementReport report, Wish wish) {
        var changed = jdbc.sql("""
                update vm_placement set reason = :reason, report = cast(:report as jsonb)
                 where id = (select max(id) from vm_placement where vm_id = :vm)
                   and host_id = :host and task_id = cast(:task as uuid)
                """)
                .param("reason", report.reason())
                .param("report", JSON.writeValueAsString(report))
                .param("vm", vm.value())
                .param("host", report.hostId(), java.sql.Types.OTHER)
                .param("task", wish.task() == null ? null : wish.task().toString(), java.sql.Types.VARCHAR)
                .update();
        if (changed == 0) {
            keep(vm, report, wish);
        }
    }

    private void add(VmId vm, UUID host, PlacementReport report, Wish wish) {
        jdbc.sql("""
                insert into vm_placement (vm_id, decided_at, cause, requested_by, task_id, host_id, host_name, reason, report)
                select :vm, :at, :cause, :by, cast(:task as uuid), h.id, h.name, :reason, cast(:report as jsonb)
                  from host h where h.id = :host
                """)
                .param("vm", vm.value())
                .param("at", OffsetDateTime.ofInstant(report.at(), ZoneOffset.UTC))
                .param("cause", wish.cause().name())
                .param("by", wish.requestedBy())
                .param("task", wish.task() == null ? null : wish.task().toString(), java.sql.Types.VARCHAR)
                .param("host", host)
                .param("reason", report.reason())
                .param("report", JSON.writeValueAsString(report))
                .update();
        jdbc.sql("""
                delete from vm_placement where vm_id = :vm and id < (
                    select min(id) from (select id from vm_placement where vm_id = :vm order by id desc limit :most) newest)
                """).param("vm", vm.value()).param("most", MOST_KEPT).update();
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<DecisionView> of(VmId vm) {
        return jdbc.sql("select * from vm_placement where vm_id = :vm order by id desc")
                .param("vm", vm.value())
                .query((row, _) -> view(new Row(row)))
                .list();
    }

    private static DecisionView view(Row row) throws SQLException {
        var report = row.jsonOrNull("report", PlacementReport.class);
        return new DecisionView(
                row.instant("decided_at"),
                DecisionCause.valueOf(row.text("cause")),
                row.text("requested_by"),
                row.uuidOrNull("task_id"),
                row.uuid("host_id"),
                row.text("host_name"),
                row.text("reason"),
                report == null ? List.of() : report.ranked(),
                report == null ? List.of() : report.refused());
    }
}
