package io.atoll.manager.alarm;

import static io.atoll.manager.alarm.AlarmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Alarms and definitions over HTTPS, from rows that change to what people see and do. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlarmsApiTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final MovableClock clock;
    private AlarmRig rig;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    AlarmsApiTest(ManagerUnderTest manager, JdbcClient jdbc, MovableClock clock) {
        this.manager = manager;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @BeforeAll
    void open() throws Exception {
        rig = new AlarmRig(manager, jdbc);
    }

    @Test
    void aNewInstallationWatchesWhatHardlyAnybodyWantsToBeWithout() throws Exception {
        var definitions = manager.as(Role.VIEWER)
                .get("/api/v1/alarm-definitions?limit=1000")
                .json()
                .get("items");
        assertThat(definitions
                        .valueStream()
                        .map(one -> one.at("/status/builtin").asString(""))
                        .toList())
                .contains(
                        "host-cpu",
                        "host-memory",
                        "host-disconnected",
                        "host-certificate-expiring",
                        "pool-used",
                        "vm-crashed",
                        "vm-unknown",
                        "ha-concern",
                        "task-failed");
    }

    @Test
    void aStateIsRaisedAcknowledgedAndClearedAndEachIsAnEvent() throws Exception {
        var host = rig.host("READY", Map.of());
        var definition = rig.defineDisconnected(host);
        rig.state(host, "DISCONNECTED");
        var raised = rig.awaitAlarm(definition, "RAISED", "WARNING");
        assertThat(raised.get("objectId").asString()).isEqualTo(host.toString());
        assertThat(raised.get("code").asString()).isEqualTo("STATE");
        assertThat(raised.get("detail").asString())
                .isEqualTo("connectionState of host %s is DISCONNECTED."
                        .formatted(raised.get("objectName").asString()));
        var path = "/api/v1/alarms/" + raised.get("id").asString();
        var operator = manager.as(Role.OPERATOR);
        var known = operator.post(path + "/actions/acknowledge", Map.of("note", "rack move"));
        assertThat(known.status()).as("%s", known).isEqualTo(200);
        assertThat(known.json().get("state").asString()).isEqualTo("ACKNOWLEDGED");
        assertThat(known.json().at("/acknowledgement/note").asString()).isEqualTo("rack move");
        assertThat(known.json().at("/acknowledgement/by").asString()).isNotEmpty();
        assertThat(operator.post(path + "/actions/acknowledge", Map.of()).code())
                .isEqualTo("ALARM_WRONG_STATE");
        rig.state(host, "READY");
        var cleared = rig.awaitAlarm(definition, "CLEARED", null);
        assertThat(cleared.at("/clearing/cause").asString()).isEqualTo("CONDITION_OVER");
        await().atMost(LONG)
                .until(() -> rig.admin
                                .get("/api/v1/events?kind=alarm&objectId="
                                        + raised.get("id").asString())
                                .json()
                                .get("items")
                                .size()
                        == 3);
        rig.remove(definition);
    }

    /** What power saving has switched off is silent, and no trouble of its cluster. */
    @Test
    void aHostThatSleepsIsNotCountedAsNotReady() throws Exception {
        var saving = new AlarmRig(manager, jdbc);
        var asleep = saving.host("DISCONNECTED", Map.of());
        jdbc.sql("""
                insert into dpm_host (host_id, cluster_id, host_name, revision, state, state_since, reason, requested_by)
                values (:host, :cluster, 'asleep', 1, 'ASLEEP', now(), '', '')""").param("host", asleep).param("cluster", saving.cluster).update();
        saving.host("DISCONNECTED", Map.of());
        var condition = Map.<String, Object>of(
                "type", "METRIC", "figure", "hostsNotReady", "operator", "ABOVE", "warning", 1, "critical", 2);
        var definition = saving.define("CLUSTER", condition, Map.of());
        var raised = saving.awaitAlarm(definition, "RAISED", null);
        assertThat(raised.get("severity").asString()).as("%s", raised).isEqualTo("WARNING");
        assertThat(raised.get("value").asDouble()).isEqualTo(1);
        saving.remove(definition);
        jdbc.sql("delete from dpm_host where host_id = :host")
                .param("host", asleep)
                .update();
    }

    @Test
    void anAlarmClearedByHandIsRaisedAgainOnlyAfterItsStateWasLeft() throws Exception {
        var host = rig.host("DISCONNECTED", Map.of());
        var definition = rig.defineDisconnected(host);
        var first = rig.awaitAlarm(definition, "RAISED", null);
        var path = "/api/v1/alarms/" + first.get("id").asString() + "/actions/clear";
        assertThat(rig.admin.post(path, Map.of()).status()).isEqualTo(400);
        assertThat(rig.admin
                        .post(path, Map.of("note", "known"))
                        .json()
                        .at("/clearing/cause")
                        .asString())
                .isEqualTo("BY_HAND");
        assertThat(rig.admin.post(path, Map.of("note", "known")).code()).isEqualTo("ALARM_WRONG_STATE");
        rig.awaitALook();
        assertThat(rig.alarms(definition)).hasSize(1);
        rig.state(host, "READY");
        rig.awaitALook();
        rig.state(host, "DISCONNECTED");
        await().atMost(LONG).until(() -> rig.alarms(definition).size() == 2);
        rig.remove(definition);
        rig.awaitALook();
        jdbc.sql("select cleared_cause from alarm where object_id = :id order by raised_at desc limit 1")
                .param("id", host)
                .query(String.class)
                .optional()
                .ifPresent(cause -> assertThat(cause).isEqualTo("DEFINITION_GONE"));
    }

    @Test
    void aFigureIsAWarningThenCriticalThenAWarningAndMayNotBeClearedByHand() throws Exception {
        var own = new AlarmRig(manager, jdbc);
        var hosts = List.of(own.host("READY", Map.of()), own.host("READY", Map.of()));
        var definition = own.define(
                "CLUSTER", Map.of("type", "METRIC", "figure", "hostsNotReady", "warning", 1, "critical", 2), Map.of());
        own.state(hosts.getFirst(), "DISCONNECTED");
        var warning = own.awaitAlarm(definition, "RAISED", "WARNING");
        assertThat(warning.get("threshold").asDouble()).isEqualTo(1);
        var path = "/api/v1/alarms/" + warning.get("id").asString();
        assertThat(own.admin.post(path + "/actions/clear", Map.of("note", "x")).code())
                .isEqualTo("ALARM_WRONG_STATE");
        assertThat(own.admin.post(path + "/actions/acknowledge", Map.of()).status())
                .isEqualTo(200);
        own.state(hosts.getLast(), "DISCONNECTED");
        var critical = own.awaitAlarm(definition, "RAISED", "CRITICAL");
        assertThat(critical.get("id")).isEqualTo(warning.get("id"));
        assertThat(critical.get("acknowledgement").isNull())
                .as("worse news are for somebody to see again")
                .isTrue();
        own.state(hosts.getLast(), "READY");
        var eased = own.awaitAlarm(definition, "RAISED", "WARNING");
        assertThat(eased.get("worstSeverity").asString()).isEqualTo("CRITICAL");
        var off = own.admin.patch("/api/v1/alarm-definitions/" + definition, Map.of("spec", Map.of("enabled", false)));
        assertThat(off.status()).as("%s", off).isEqualTo(200);
        assertThat(own.awaitAlarm(definition, "CLEARED", null)
                        .at("/clearing/cause")
                        .asString())
                .isEqualTo("DEFINITION_DISABLED");
        own.remove(definition);
    }

    @Test
    void samplesRaiseAndAHoleInThemDoesNotClear() throws Exception {
        var host = rig.host("READY", Map.of());
        var definition = rig.define(
                "HOST",
                Map.of("type", "METRIC", "figure", "cpuUsedPercent", "warning", 80),
                Map.of("objectIds", List.of(host.toString())));
        sample(host, 3_600);
        var raised = rig.awaitAlarm(definition, "RAISED", "WARNING");
        assertThat(raised.get("value").asDouble()).isEqualTo(90);
        assertThat(raised.get("detail").asString()).contains("is 90 %, at or above the limit of 80 %");
        clock.forward(Duration.ofMinutes(3)); // nothing is recent any more
        rig.awaitALook();
        assertThat(rig.alarms(definition).getFirst().get("state").asString()).isEqualTo("RAISED");
        sample(host, 100);
        rig.awaitAlarm(definition, "CLEARED", null);
        rig.remove(definition);
    }

    private void sample(UUID host, int usedMillicores) {
        var seconds = clock.instant().getEpochSecond() / 20 * 20 - 20;
        jdbc.sql("""
                insert into host_sample (host_id, at, cpu_used_millicores, sample_count, clock_off)
                values (:id, :at, :used, 1, false) on conflict do nothing""")
                .param("id", host)
                .param("at", OffsetDateTime.ofInstant(java.time.Instant.ofEpochSecond(seconds), ZoneOffset.UTC))
                .param("used", usedMillicores)
                .update();
    }

    @Test
    void labelsChooseWhatIsWatched() throws Exception {
        var host = rig.host("DISCONNECTED", Map.of("tier", "gold"));
        rig.host("DISCONNECTED", Map.of("tier", "tin"));
        var definition = rig.define(
                "HOST",
                Map.of("type", "STATE", "property", "connectionState", "values", List.of("DISCONNECTED")),
                Map.of("labels", Map.of("tier", "gold")));
        rig.awaitAlarm(definition, "RAISED", null);
        rig.awaitALook();
        var all = rig.alarms(definition);
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().get("objectId").asString()).isEqualTo(host.toString());
        assertThat(all.getFirst().at("/objectLabels/tier").asString()).isEqualTo("gold");
        rig.remove(definition);
    }

    @Test
    void whatHaSaysOfAClusterIsInTheSameList() throws Exception {
        var definition = rig.define(
                "CLUSTER", Map.of("type", "STATE", "property", "haConcern", "values", List.of("LONE_HOST")), Map.of());
        var armed = rig.admin.patch(
                "/api/v1/clusters/" + rig.cluster,
                Map.of("spec", Map.of("ha", Map.of("enabled", true, "hostFailuresToTolerate", 0))));
        assertThat(armed.status()).as("%s", armed).isEqualTo(200);
        var alarm = rig.awaitAlarm(definition, "RAISED", "CRITICAL");
        assertThat(alarm.get("code").asString()).isEqualTo("HA_CONCERN");
        assertThat(alarm.at("/parameters/concern").asString()).isEqualTo("LONE_HOST");
        assertThat(alarm.get("detail").asString()).contains("nobody to restart");
        assertThat(rig.admin
                        .patch(
                                "/api/v1/clusters/" + rig.cluster,
                                Map.of("spec", Map.of("ha", Map.of("enabled", false))))
                        .status())
                .isEqualTo(200);
        rig.awaitAlarm(definition, "CLEARED", null);
        rig.remove(definition);
    }

    @Test
    void whatWasReadCanBeSentBackAndADryRunChangesNothing() throws Exception {
        for (var definition : rig.admin
                .get("/api/v1/alarm-definitions?limit=1000")
                .json()
                .get("items")
                .valueStream()
                .toList()) {
            var path =
                    "/api/v1/alarm-definitions/" + definition.at("/metadata/id").asString();
            var spec = JsonMapper.shared().convertValue(definition.get("spec"), Map.class);
            var again = rig.admin.patch(path, Map.of("spec", spec));
            assertThat(again.status()).as("%s of %s", again, spec).isEqualTo(200);
            assertThat(again.json().at("/metadata/revision")).isEqualTo(definition.at("/metadata/revision"));
            var dry = rig.admin.patch(path + "?dryRun=true", Map.of("spec", Map.of("enabled", false)));
            assertThat(dry.json().get("wouldSucceed").asBoolean()).isTrue();
            assertThat(rig.admin.get(path).json().at("/spec/enabled")).isEqualTo(definition.at("/spec/enabled"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST | {'type':'METRIC','figure':'usedPercent','warning':1} | spec.condition.figure",
                "HOST | {'type':'METRIC','figure':'cpuUsedPercent'} | spec.condition.warning",
                "HOST | {'type':'METRIC','figure':'cpuUsedPercent','warning':90,'critical':80} | spec.condition.critical",
                "HOST | {'type':'METRIC','figure':'cpuUsedPercent','warning':90,'clearMargin':-1} | spec.condition.clearMargin",
                "HOST | {'type':'METRIC','figure':'cpuUsedPercent','warning':1e300} | spec.condition.warning",
                "HOST | {'type':'METRIC','figure':'cpuUsedPercent','warning':90,'forSeconds':86401} | spec.condition.forSeconds",
                "HOST | {'type':'STATE','property':'powerState','values':['CRASHED']} | spec.condition.property",
                "VM | {'type':'STATE','property':'powerState','values':['ASLEEP']} | spec.condition.values",
                "VM | {'type':'STATE','property':'powerState'} | spec.condition.values",
                "VM | {'type':'STATE','property':'powerState','values':['CRASHED'],'warning':1} | spec.condition",
                "VM | {'figure':'cpuUsedPercent'} | spec.condition.type",
                "PLANET | {'type':'METRIC','figure':'cpuUsedPercent','warning':1} | spec.objectKind"
            })
    void aConditionThatMeansNothingIsRefusedByField(String kind, String condition, String field) throws Exception {
        var body = "{\"name\":\"%s\",\"spec\":{\"objectKind\":\"%s\",\"condition\":%s}}"
                .formatted(manager.unique("bad"), kind, condition.replace('\'', '"'));
        var answer =
                rig.admin.postRaw("/api/v1/alarm-definitions", body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.json()
                        .get("causes")
                        .valueStream()
                        .map(cause -> cause.get("field").asString()))
                .contains(field);
    }

    @Test
    void everybodyReadsOperatorsAcknowledgeAdministratorsDefine() throws Exception {
        var viewer = manager.as(Role.VIEWER);
        var nobody = UUID.fromString("00000000-0000-7000-8000-00000000beef");
        assertThat(viewer.get("/api/v1/alarms").status()).isEqualTo(200);
        assertThat(viewer.get("/api/v1/alarms/" + nobody).code()).isEqualTo("ALARM_NOT_FOUND");
        assertThat(viewer.post("/api/v1/alarms/%s/actions/acknowledge".formatted(nobody), Map.of())
                        .status())
                .isEqualTo(403);
        var operator = manager.as(Role.OPERATOR);
        assertThat(operator.post("/api/v1/alarms/%s/actions/acknowledge".formatted(nobody), Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(operator.delete("/api/v1/alarm-definitions/" + nobody).status())
                .isEqualTo(403);
        assertThat(operator.get("/api/v1/notification-channels").status()).isEqualTo(403);
        assertThat(rig.admin.delete("/api/v1/alarm-definitions/" + nobody).code())
                .isEqualTo("ALARM_DEFINITION_NOT_FOUND");
        assertThat(manager.anonymous().get("/api/v1/alarms").status()).isEqualTo(401);
    }
}
