package io.atoll.manager.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What maintenance, power saving, power controls, rules and resource pools are alarmed about, and what is no news. */
@ManagerTest
class AlarmStatesTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private AlarmRig rig;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    AlarmStatesTest(ManagerUnderTest manager, JdbcClient jdbc) {
        this.manager = manager;
        this.jdbc = jdbc;
    }

    @BeforeEach
    void open() throws Exception {
        rig = new AlarmRig(manager, jdbc);
    }

    /** People may switch it off then, and what is on its way into maintenance still has VMs. */
    @Test
    void aHostThatIsSafeToSwitchOffMayBeSilentAndNoOther() throws Exception {
        var safe = rig.host("DISCONNECTED", Map.of());
        maintenance(safe, "IN_MAINTENANCE", "");
        var draining = rig.host("DISCONNECTED", Map.of());
        maintenance(draining, "ENTERING", "");
        var silent = rig.defineState("HOST", "connectionState", "DISCONNECTED");
        var raised = rig.awaitAlarm(silent, "RAISED", null);
        assertThat(raised.get("objectId").asString()).isEqualTo(draining.toString());
        var condition = Map.<String, Object>of(
                "type", "METRIC", "figure", "hostsNotReady", "operator", "ABOVE", "warning", 1, "critical", 2);
        var notReady = rig.define("CLUSTER", condition, Map.of());
        assertThat(rig.awaitAlarm(notReady, "RAISED", null).get("value").asDouble())
                .isEqualTo(1);
        assertThat(rig.alarms(silent)).hasSize(1);
        // An impostor at its address is news all the same, and so is its silence once it is on its way back.
        rig.state(draining, "READY");
        rig.awaitAlarm(silent, "CLEARED", null);
        jdbc.sql("update host_maintenance set state = 'LEAVING' where host_id = :host")
                .param("host", safe)
                .update();
        assertThat(rig.awaitAlarm(silent, "RAISED", null).get("objectId").asString())
                .isEqualTo(safe.toString());
        rig.remove(silent);
        rig.remove(notReady);
    }

    /** A test of waking switches the host off for minutes; that of the controller only reads. */
    @Test
    void aHostThatATaskSwitchesMayBeSilentAndOneThatIsOnlyReadMayNot() throws Exception {
        var switching = new ArrayList<UUID>();
        for (var kind : List.of("host.power-off", "host.power-cycle", "host.test-wake")) {
            switching.add(task(kind, rig.host("DISCONNECTED", Map.of())));
        }
        var read = rig.host("DISCONNECTED", Map.of());
        switching.add(task("host.power-test", read));
        var silent = rig.defineState("HOST", "connectionState", "DISCONNECTED");
        assertThat(rig.awaitAlarm(silent, "RAISED", null).get("objectId").asString())
                .isEqualTo(read.toString());
        assertThat(rig.alarms(silent)).hasSize(1);
        switching.forEach(task -> jdbc.sql("delete from task where id = :task")
                .param("task", task)
                .update());
        await().atMost(Datacenter.LONG)
                .untilAsserted(() -> assertThat(rig.alarms(silent)).hasSize(4));
        rig.remove(silent);
    }

    private UUID task(String kind, UUID host) {
        var id = UUID.randomUUID();
        jdbc.sql("""
                insert into task (id, revision, kind, state, params, memory, requested_by, created_at, updated_at, started_at)
                values (:id, 1, :kind, 'RUNNING', '{}', '{}', 'test', now(), now(), now())""").param("id", id).param("kind", kind).update();
        jdbc.sql("insert into task_object (task_id, ordinal, kind, object_id, name, exclusive)"
                        + " values (:task, 0, 'host', :host, 'h', false)")
                .param("task", id)
                .param("host", host.toString())
                .update();
        return id;
    }

    @Test
    void aDrainThatWaitsForAChoiceIsToldWithItsReason() throws Exception {
        var host = rig.host("READY", Map.of());
        maintenance(host, "ENTERING", "2 of 3 VMs cannot leave.");
        var definition = rig.defineState("HOST", "drainState", "WAITS_FOR_CHOICE");
        var raised = rig.awaitAlarm(definition, "RAISED", "WARNING");
        assertThat(raised.get("detail").asString()).endsWith("is WAITS_FOR_CHOICE: 2 of 3 VMs cannot leave.");
        assertThat(raised.at("/parameters/reason").asString()).isEqualTo("2 of 3 VMs cannot leave.");
        jdbc.sql("update host_maintenance set attention = '' where host_id = :host")
                .param("host", host)
                .update();
        rig.awaitAlarm(definition, "CLEARED", null);
        rig.remove(definition);
    }

    @Test
    void powerSavingThatFailsOrLeavesAHostAloneIsTold() throws Exception {
        var failed = rig.host("DISCONNECTED", Map.of());
        jdbc.sql("""
                insert into dpm_host (host_id, cluster_id, host_name, revision, state, state_since, reason, requested_by)
                values (:host, :cluster, 'failed', 1, 'FAILED', now(), 'It did not wake.', '')""").param("host", failed).param("cluster", rig.cluster).update();
        var troubled = rig.host("READY", Map.of());
        jdbc.sql("""
                insert into dpm_host_trouble (host_id, cluster_id, code, detail, at, until)
                values (:host, :cluster, 'drain-failed', 'It could not be emptied.', now(), null)""").param("host", troubled).param("cluster", rig.cluster).update();
        var failing = rig.defineState("HOST", "powerSavingState", "FAILED");
        var trouble = rig.defineState("HOST", "powerSavingState", "TROUBLE");
        var first = rig.awaitAlarm(failing, "RAISED", null);
        assertThat(first.get("objectId").asString()).isEqualTo(failed.toString());
        assertThat(first.get("detail").asString()).endsWith("is FAILED: It did not wake.");
        assertThat(rig.awaitAlarm(trouble, "RAISED", null).get("objectId").asString())
                .isEqualTo(troubled.toString());
        jdbc.sql("delete from dpm_host where host_id = :host")
                .param("host", failed)
                .update();
        rig.awaitAlarm(failing, "CLEARED", null);
        rig.remove(failing);
        rig.remove(trouble);
    }

    @Test
    void aPowerControlThatDoesNotAnswerIsTold() throws Exception {
        var host = rig.host("READY", Map.of());
        jdbc.sql("""
                insert into host_power (host_id, kind, address, port, username, secret_sealed, switch_seconds, shutdown_seconds,
                                        wake_seconds, failure_code, failure_detail, revision, updated_at, configured_at)
                values (:host, 'REDFISH', :address, 443, 'root', 'sealed', 5, 5, 60, 'POWER_UNREACHABLE',
                        'Nobody answers at its address.', 1, now(), now())""")
                .param("host", host)
                .param("address", manager.unique("bmc"))
                .update();
        var definition = rig.defineState("HOST", "powerControlState", "FAILING");
        assertThat(rig.awaitAlarm(definition, "RAISED", null).get("detail").asString())
                .endsWith("is FAILING: Nobody answers at its address.");
        jdbc.sql("delete from host_power where host_id = :host")
                .param("host", host)
                .update();
        rig.awaitAlarm(definition, "CLEARED", null);
        rig.remove(definition);
    }

    @Test
    void aRollingMaintenanceThatHasStoppedIsTold() throws Exception {
        var set = UUID.randomUUID();
        jdbc.sql("""
                insert into rolling_maintenance (id, revision, cluster_id, settings, requested_by, task_id, created_at, updated_at)
                values (:id, 1, :cluster, '{}', '', :id, now(), now())""").param("id", set).param("cluster", rig.cluster).update();
        jdbc.sql("""
                insert into rolling_host (rolling_id, host_id, host_name, ordinal, canary, state, failed_in, since, reason)
                values (:id, :id, 'n1', 0, false, 'FAILED', 'CHECKING', now(), 'It did not come back.')""").param("id", set).update();
        var definition = rig.defineState("CLUSTER", "rollingMaintenanceState", "STOPPED");
        assertThat(rig.awaitAlarm(definition, "RAISED", null).get("detail").asString())
                .endsWith("is STOPPED: n1: It did not come back.");
        jdbc.sql("delete from rolling_maintenance where id = :id")
                .param("id", set)
                .update();
        rig.awaitAlarm(definition, "CLEARED", null);
        rig.remove(definition);
    }

    @Test
    void aRuleThatDoesNotHoldAndAPoolThatPromisesTooMuchAreTold() throws Exception {
        try (var dc = Datacenter.of(manager, 2)) {
            var cluster = UUID.fromString(dc.cluster());
            var live = new AlarmRig(manager, jdbc, cluster);
            var vms = List.of(dc.runningVm("a").toString(), dc.runningVm("b").toString());
            var spec = Map.of("kind", "KEEP_TOGETHER", "enforcement", "MUST", "vmIds", vms);
            var made = dc.post(
                    "/api/v1/clusters/" + cluster + "/rules", Map.of("name", manager.unique("pair"), "spec", spec));
            assertThat(made.status()).as("%s", made).isEqualTo(201);
            var rules = live.defineState("CLUSTER", "placementRuleState", "VIOLATED");
            assertThat(live.awaitAlarm(rules, "RAISED", null).get("detail").asString())
                    .contains(made.json().at("/metadata/name").asString());

            var gold = manager.unique("gold");
            var pool = dc.post(
                    "/api/v1/clusters/" + cluster + "/resource-pools",
                    Map.of("name", gold, "spec", Map.of("memoryReservationMiB", 1024)));
            assertThat(pool.status()).as("%s", pool).isEqualTo(201);
            var pools = live.defineState("CLUSTER", "resourcePoolState", "OVERCOMMITTED");
            jdbc.sql("update resource_pool set memory_reservation_mib = 10000000 where cluster_id = :cluster")
                    .param("cluster", cluster)
                    .update();
            assertThat(live.awaitAlarm(pools, "RAISED", null).get("detail").asString())
                    .contains("is OVERCOMMITTED: The cluster's hosts have");
            live.remove(rules);
            live.remove(pools);
            jdbc.sql("delete from resource_pool where cluster_id = :cluster")
                    .param("cluster", cluster)
                    .update();
        }
    }

    @Test
    void anInstallationHasTheDefinitionsOfLaterVersions() throws Exception {
        var names = rig.admin
                .get("/api/v1/alarm-definitions?limit=1000")
                .json()
                .get("items")
                .valueStream()
                .map(one -> one.at("/status/builtin").asString(""))
                .toList();
        assertThat(names)
                .contains(
                        "drain-waits",
                        "rolling-maintenance-stopped",
                        "power-saving-failed",
                        "power-saving-trouble",
                        "power-control-failing",
                        "placement-rule-violated",
                        "resource-pool-overcommitted",
                        "cpu-features-lacking");
    }

    /** Rows only: no task is behind it. */
    private void maintenance(UUID host, String state, String attention) {
        jdbc.sql("""
                insert into host_maintenance (id, revision, cluster_id, host_id, host_name, state, state_since, note, requested_by,
                                              terms, enter_task_id, attention, safe_at, created_at, updated_at)
                values (gen_random_uuid(), 1, :cluster, :host, 'host', :state, now(), '', '', '{}', gen_random_uuid(), :attention,
                        case when :state = 'IN_MAINTENANCE' then now() end, now(), now())""")
                .param("cluster", rig.cluster)
                .param("host", host)
                .param("state", state)
                .param("attention", attention)
                .update();
    }
}
