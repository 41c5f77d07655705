package io.atoll.manager.enrolment.internal;

import io.atoll.manager.agentlink.AgentDirectory;
import io.atoll.manager.agentlink.AgentEndpoint;
import io.atoll.manager.enrolment.NewHost;
import io.atoll.model.HostId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The hosts that are members, with their addresses and present certificates. */
@Repository
class EnrolledHosts implements AgentDirectory {
    private static final String MEMBERS =
            "select host_id, agent_address, agent_port from enrolled_host where revoked_at is null";

    private final JdbcClient jdbc;

    EnrolledHosts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<AgentEndpoint> endpoints() {
        return jdbc.sql(MEMBERS + " order by host_id")
                .query((rs, _) -> endpoint(rs))
                .list();
    }

    @Override
    public Optional<AgentEndpoint> endpoint(HostId host) {
        return jdbc.sql(MEMBERS + " and host_id = :host")
                .param("host", host.value())
                .query((rs, _) -> endpoint(rs))
                .optional();
    }

    void insert(NewHost host, String certificateSerial, Instant now) {
        jdbc.sql(
                        "insert into enrolled_host (host_id, hostname, agent_address, agent_port, enrolled_at, certificate_serial)"
                                + " values (:host, :name, :address, :port, :now, :serial)")
                .param("host", host.id().value())
                .param("name", host.name())
                .param("address", host.agentAddress())
                .param("port", host.agentPort())
                .param("now", utc(now))
                .param("serial", certificateSerial)
                .update();
    }

    void certificate(HostId host, String serial) {
        jdbc.sql("update enrolled_host set certificate_serial = :serial where host_id = :host")
                .param("serial", serial)
                .param("host", host.value())
                .update();
    }

    /** False when there is no such member. */
    boolean revoke(HostId host, String reason, Instant now) {
        return jdbc.sql("update enrolled_host set revoked_at = :now, revoked_reason = :reason"
                                + " where host_id = :host and revoked_at is null")
                        .param("now", utc(now))
                        .param("reason", reason)
                        .param("host", host.value())
                        .update()
                == 1;
    }

    void remove(HostId host) {
        jdbc.sql("delete from enrolled_host where host_id = :host")
                .param("host", host.value())
                .update();
    }

    /** Members whose certificate has less than a third of its life left. */
    List<Due> dueForRenewal(Instant now) {
        return jdbc.sql("""
                        select h.host_id, h.hostname from enrolled_host h join certificate c on c.serial = h.certificate_serial
                        where h.revoked_at is null and c.not_before + (c.not_after - c.not_before) * 2 / 3 < :now
                        order by c.not_after""")
                .param("now", utc(now))
                .query((rs, _) -> new Due(new HostId(rs.getObject("host_id", UUID.class)), rs.getString("hostname")))
                .list();
    }

    /** A host whose certificate is to be renewed. */
    record Due(HostId host, String hostname) {}

    private static AgentEndpoint endpoint(ResultSet rs) throws SQLException {
        return new AgentEndpoint(
                new HostId(rs.getObject("host_id", UUID.class)),
                rs.getString("agent_address"),
                rs.getInt("agent_port"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
