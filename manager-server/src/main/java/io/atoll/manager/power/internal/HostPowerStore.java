package io.atoll.manager.power.internal;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.pki.SecretBox;
import io.atoll.manager.power.PowerKind;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.internal.StoredPower.Failure;
import io.atoll.manager.power.internal.StoredPower.Seen;
import io.atoll.manager.power.internal.driver.PowerSettings;
import io.atoll.manager.power.internal.driver.PowerSettings.Authority;
import io.atoll.manager.power.internal.driver.PowerSettings.Endpoint;
import io.atoll.manager.power.internal.driver.PowerSettings.Ipmi;
import io.atoll.manager.power.internal.driver.PowerSettings.Login;
import io.atoll.manager.power.internal.driver.PowerSettings.Nobody;
import io.atoll.manager.power.internal.driver.PowerSettings.Pinned;
import io.atoll.manager.power.internal.driver.PowerSettings.Redfish;
import io.atoll.manager.power.internal.driver.PowerSettings.Trust;
import io.atoll.manager.power.internal.driver.PowerSettings.WakeOnLan;
import io.atoll.model.HostId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** The rows of {@code host_power}. Passwords go in sealed and come out only for drivers. */
@Component
class HostPowerStore {
    private static final String SELECT = "select * from host_power where host_id = :host";

    private final JdbcClient jdbc;
    private final SecretBox secrets;

    HostPowerStore(JdbcClient jdbc, SecretBox secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    Optional<PowerKind> kindOf(HostId host) {
        return jdbc.sql("select kind from host_power where host_id = :host")
                .param("host", host.value())
                .query((columns, _) -> PowerKind.valueOf(columns.getString("kind")))
                .optional();
    }

    /** How a host is controlled and what was seen by it last; without its password. */
    record Control(
            PowerKind kind, Instant configuredAt, @Nullable Seen seen) {}

    /** By host; a host without control has no entry. */
    Map<HostId, Control> controls(Collection<HostId> hosts) {
        var controls = new TreeMap<HostId, Control>();
        if (!hosts.isEmpty()) {
            jdbc.sql("select * from host_power where host_id in (:hosts)")
                    .param("hosts", hosts.stream().map(HostId::value).toList())
                    .query((columns, _) -> {
                        var row = new Row(columns);
                        var kind = PowerKind.valueOf(row.text("kind"));
                        var control = new Control(kind, row.instant("configured_at"), seen(row));
                        return Map.entry(new HostId(row.uuid("host_id")), control);
                    })
                    .list()
                    .forEach(found -> controls.put(found.getKey(), found.getValue()));
        }
        return controls;
    }

    /** A control that may be asked what its host draws. */
    record Measurable(HostId host, PowerSettings settings, Instant configuredAt) {}

    List<Measurable> measurable() {
        return jdbc.sql("select * from host_power where kind <> 'WAKE_ON_LAN' order by host_id")
                .query((columns, _) -> {
                    var row = new Row(columns);
                    var host = new HostId(row.uuid("host_id"));
                    return new Measurable(host, settings(row, host), row.instant("configured_at"));
                })
                .list();
    }

    Optional<StoredPower> find(HostId host) {
        return select(SELECT, host);
    }

    Optional<StoredPower> lock(HostId host) {
        return select(SELECT + " for update", host);
    }

    private Optional<StoredPower> select(String sql, HostId host) {
        return jdbc.sql(sql)
                .param("host", host.value())
                .query((columns, _) -> read(new Row(columns), host))
                .optional();
    }

    /** The name of another host that has this control, or a part of it. */
    Optional<String> otherAt(HostId host, PowerSettings settings) {
        return switch (settings) {
            case Redfish redfish -> otherAt(host, PowerKind.REDFISH, redfish.endpoint(), redfish.systemPath());
            case Ipmi ipmi -> otherAt(host, PowerKind.IPMI, ipmi.endpoint(), null);
            case WakeOnLan wake ->
                jdbc.sql("select h.name from host_power p join host h on h.id = p.host_id"
                                + " where p.mac = :mac and p.host_id <> :host")
                        .param("mac", wake.mac())
                        .param("host", host.value())
                        .query((columns, _) -> columns.getString("name"))
                        .optional();
        };
    }

    /** Without a path, a controller is one host's alone. */
    private Optional<String> otherAt(HostId host, PowerKind kind, Endpoint endpoint, @Nullable String path) {
        return jdbc.sql("""
                        select h.name from host_power p join host h on h.id = p.host_id
                         where p.host_id <> :host and p.kind = :kind and lower(p.address) = lower(:address) and p.port = :port
                           and (p.system_path is null or cast(:path as text) is null or p.system_path = :path)
                         order by h.name limit 1
                        """)
                .param("host", host.value())
                .param("kind", kind.name())
                .param("address", endpoint.host())
                .param("port", endpoint.port())
                .param("path", path)
                .query((columns, _) -> columns.getString("name"))
                .optional();
    }

    private StoredPower read(Row row, HostId host) throws SQLException {
        var failure = row.textOrNull("failure_code") == null
                ? null
                : new Failure(row.text("failure_code"), row.text("failure_detail"));
        return new StoredPower(
                settings(row, host),
                new PowerLimits(
                        row.integer("switch_seconds"), row.integer("shutdown_seconds"), row.integer("wake_seconds")),
                seen(row),
                failure,
                row.bigint("revision"),
                row.instant("configured_at"),
                row.instant("updated_at"));
    }

    private static @Nullable Seen seen(Row row) throws SQLException {
        var at = row.instantOrNull("seen_at");
        return at == null
                ? null
                : new Seen(PowerReading.State.valueOf(row.text("seen_state")), row.text("seen_detail"), at);
    }

    private PowerSettings settings(Row row, HostId host) throws SQLException {
        var endpoint = new Endpoint(row.text("address"), row.integer("port"));
        return switch (PowerKind.valueOf(row.text("kind"))) {
            case REDFISH ->
                new Redfish(
                        endpoint, login(row, host), trust(row), row.flag("use_session"), row.textOrNull("system_path"));
            case IPMI -> new Ipmi(endpoint, login(row, host), row.integer("cipher_suite"));
            case WAKE_ON_LAN -> new WakeOnLan(row.text("mac"), endpoint);
        };
    }

    private Login login(Row row, HostId host) throws SQLException {
        var password = secrets.open(row.text("secret_sealed"), purpose(host));
        return new Login(row.text("username"), new String(password, StandardCharsets.UTF_8));
    }

    private static Trust trust(Row row) throws SQLException {
        var pinned = row.textOrNull("certificate_sha256");
        if (pinned != null) {
            return new Pinned(pinned);
        }
        var authority = row.textOrNull("ca_certificate_pem");
        return authority == null ? new Nobody() : new Authority(authority);
    }

    private static String purpose(HostId host) {
        return "the power control password of host " + host;
    }

    /**
     * Writes all of it; what was seen through the control before is forgotten.
     *
     * @param configuredAt since when it is this control
     */
    void save(HostId host, PowerSettings settings, PowerLimits limits, Instant configuredAt, Instant now) {
        var statement = jdbc.sql("""
                insert into host_power (host_id, kind, address, port, username, secret_sealed, certificate_sha256,
                    ca_certificate_pem, use_session, system_path, cipher_suite, mac,
                    switch_seconds, shutdown_seconds, wake_seconds, revision, configured_at, updated_at)
                values (:host, :kind, :address, :port, :user, :secret, :fingerprint, :authority, :session, :path, :suite, :mac,
                    :switchSeconds, :shutdownSeconds, :wakeSeconds, 1, :configured, :now)
                on conflict (host_id) do update set kind = :kind, address = :address, port = :port, username = :user,
                    secret_sealed = :secret, certificate_sha256 = :fingerprint, ca_certificate_pem = :authority,
                    use_session = :session, system_path = :path, cipher_suite = :suite, mac = :mac,
                    switch_seconds = :switchSeconds, shutdown_seconds = :shutdownSeconds, wake_seconds = :wakeSeconds,
                    seen_state = null, seen_detail = null, seen_at = null, failure_code = null, failure_detail = null,
                    revision = host_power.revision + 1, configured_at = :configured, updated_at = :now
                """)
                .param("configured", configuredAt.atOffset(ZoneOffset.UTC))
                .param("host", host.value())
                .param("kind", settings.kind().name())
                .param("switchSeconds", limits.switchSeconds())
                .param("shutdownSeconds", limits.shutdownSeconds())
                .param("wakeSeconds", limits.wakeSeconds())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        describe(statement, settings, host).update();
    }

    private StatementSpec describe(StatementSpec statement, PowerSettings settings, HostId host) {
        return switch (settings) {
            case Redfish redfish ->
                located(seal(statement, redfish.login(), host), redfish.endpoint())
                        .param("fingerprint", redfish.trust() instanceof Pinned(String sha256) ? sha256 : null)
                        .param("authority", redfish.trust() instanceof Authority(String pem) ? pem : null)
                        .param("session", redfish.session())
                        .param("path", redfish.systemPath())
                        .param("suite", null)
                        .param("mac", null);
            case Ipmi ipmi ->
                plain(located(seal(statement, ipmi.login(), host), ipmi.endpoint()))
                        .param("suite", ipmi.cipherSuite())
                        .param("mac", null);
            case WakeOnLan wake ->
                plain(located(statement, wake.broadcast()))
                        .param("user", null)
                        .param("secret", null)
                        .param("suite", null)
                        .param("mac", wake.mac());
        };
    }

    private static StatementSpec plain(StatementSpec statement) {
        return statement
                .param("fingerprint", null)
                .param("authority", null)
                .param("session", false)
                .param("path", null);
    }

    private static StatementSpec located(StatementSpec statement, Endpoint endpoint) {
        return statement.param("address", endpoint.host()).param("port", endpoint.port());
    }

    private StatementSpec seal(StatementSpec statement, Login login, HostId host) {
        return statement
                .param("user", login.user())
                .param("secret", secrets.seal(login.password().getBytes(StandardCharsets.UTF_8), purpose(host)));
    }

    void delete(HostId host) {
        jdbc.sql("delete from host_power where host_id = :host")
                .param("host", host.value())
                .update();
    }

    /** Something that is shown with the control has changed. Whether there was a row. */
    boolean touch(HostId host, Instant now) {
        return jdbc.sql("update host_power set revision = revision + 1, updated_at = :now where host_id = :host")
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("host", host.value())
                        .update()
                == 1;
    }

    /** Whether there was a row to note it in. */
    boolean saw(HostId host, PowerReading reading, Instant now) {
        return jdbc.sql("""
                        update host_power set seen_state = :state, seen_detail = :detail, seen_at = :now,
                            failure_code = null, failure_detail = null, revision = revision + 1, updated_at = :now
                         where host_id = :host
                        """)
                        .param("state", reading.state().name())
                        .param("detail", reading.detail())
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .param("host", host.value())
                        .update()
                == 1;
    }

    /** Whether there was a row to note it in. */
    boolean failed(HostId host, Failure failure, Instant now) {
        return jdbc.sql("""
                        update host_power set failure_code = :code, failure_detail = :detail,
                            revision = revision + 1, updated_at = :now
                         where host_id = :host
                        """)
                        .param("code", failure.code())
                        .param("detail", failure.detail())
                        .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                        .param("host", host.value())
                        .update()
                == 1;
    }
}
