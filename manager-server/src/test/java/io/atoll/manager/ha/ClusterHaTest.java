package io.atoll.manager.ha;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.Alarms;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.HaHost;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is said of a cluster's HA: what is missing, what would happen, and what is refused for it. */
@ManagerTest
class ClusterHaTest {
    private final ManagerUnderTest manager;

    ClusterHaTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void theStateOfAClusterSaysWhatIsMissing() throws Exception {
        var api = manager.admin();
        try (var dc = Datacenter.of(manager, 2);
                var a = HaHost.of(manager, dc, "a")) {
            var off = dc.get("/api/v1/clusters/" + dc.cluster() + "/ha");
            assertThat(off.at("/alarms/0/code").asString()).isEqualTo("HA_OFF");
            var alarms = new Alarms(manager.bean(ZookeeperConnection.class));
            await("the manager has made the cluster's nodes")
                    .atMost(LONG)
                    .ignoreExceptions()
                    .untilAsserted(() -> alarms.write(
                            new ClusterId(UUID.fromString(dc.cluster())),
                            new TreeMap<>(Map.of("disarmed", "HA is disarmed. Arm it again."))));
            assertThat(dc.get("/api/v1/clusters/" + dc.cluster() + "/ha")
                            .get("alarms")
                            .findValuesAsString("code"))
                    .as("who turned HA off need not arm it")
                    .containsExactly("HA_OFF");
            HaHost.turnOn(api, dc, "WARN");
            await().atMost(LONG).untilAsserted(() -> {
                var state = dc.get("/api/v1/clusters/" + dc.cluster() + "/ha");
                var codes = state.get("alarms").findValuesAsString("code");
                assertThat(codes)
                        .contains("ZOOKEEPER_EMBEDDED", "NO_HA_LEADER", "LONE_HOST", "HOST_NOT_CAPABLE")
                        .doesNotContain("HA_OFF", "ADMISSION_BROKEN", "POOL_UNFIT");
                assertThat(state.get("effective").asBoolean()).isFalse();
                assertThat(state.get("failuresTolerated").asBoolean()).isTrue();
                assertThat(state.get("hosts")).hasSize(2);
            });
            a.cannot("No cgroup v2.");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(dc.get("/api/v1/clusters/" + dc.cluster() + "/ha")
                                    .get("alarms")
                                    .findValuesAsString("detail"))
                            .anyMatch(detail -> detail.endsWith("No cgroup v2.")));
        }
    }

    @Test
    void whatWouldLeaveTooLittleRoomIsRefused() throws Exception {
        var api = manager.admin();
        try (var dc = Datacenter.of(manager, 2);
                var _ = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(api, dc, "REFUSE");
            var large = Map.<String, Object>of("memoryMiB", 40 * 1024, "ha", Map.of("protected", true));
            var first = dc.post("/api/v1/vms", dc.vmRequest(true, large));
            assertThat(first.status()).as("%s", first).isEqualTo(202);
            var location = first.header("location");
            var vm = Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1)));
            var second = dc.post("/api/v1/vms", dc.vmRequest(true, large));
            assertThat(second.code()).as("%s", second).isEqualTo("HA_ADMISSION_REFUSED");
            assertThat(second.json().at("/causes/0/detail").asString()).contains("would not be restarted");

            var host = dc.get("/api/v1/vms/" + vm).at("/status/hostId").asString();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(dc.get("/api/v1/vms/" + vm)
                                    .at("/status/ha/state")
                                    .asString())
                            .isEqualTo("PROTECTED"));
            var forecast = dc.get("/api/v1/clusters/" + dc.cluster() + "/ha/what-if?hostDown=" + host);
            assertThat(forecast.get("acting").asBoolean()).isTrue();
            assertThat(forecast.get("doubt").isNull()).isTrue();
            assertThat(forecast.at("/restarts/0/vmId").asString()).isEqualTo(vm.toString());
            assertThat(forecast.get("notRestarted").isEmpty()).isTrue();
            var named = api.get("/api/v1/clusters/" + dc.cluster() + "/ha/what-if?hostDown=host-1");
            assertThat(named.json().get("detail").asString()).contains("hostDown is not an id", "not its name");
            assertThat(api.get("/api/v1/clusters/" + dc.cluster() + "/ha/what-if")
                            .code())
                    .isEqualTo("VALIDATION_FAILED");

            checkForecastWithRule(dc, vm, host);

            HaHost.turnOn(api, dc, "WARN");
            var warned = dc.post("/api/v1/vms?dryRun=true", dc.vmRequest(true, large));
            assertThat(warned.json().get("wouldSucceed").asBoolean())
                    .as("%s", warned)
                    .isTrue();
            dc.succeeded(dc.act(vm, "stop"));
        }
    }

    @Test
    void aVmWhoseHardwareOneHostAloneHasIsNotTakenForSafe() throws Exception {
        try (var dc = Datacenter.of(manager, 2);
                var _ = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(manager.admin(), dc, "REFUSE");
            var able = dc.host("a");
            able.saysOfItself(report -> report.toBuilder()
                    .addAllCapabilities(List.of("hardware-options", "tpm"))
                    .build());
            able.saysRaw(able.everything());
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(
                                    dc.get("/api/v1/hosts/" + able.id()).at("/status/capabilities"))
                            .hasSize(2));
            var wanted = Map.<String, Object>of("hardware", Map.of("tpm", true), "ha", Map.of("protected", true));

            var refused = dc.post("/api/v1/vms", dc.vmRequest(true, wanted));

            assertThat(refused.code()).as("%s", refused).isEqualTo("HA_ADMISSION_REFUSED");
            assertThat(refused.json().at("/causes/0/detail").asString()).contains("host.tpm");
        }
    }

    /** What agents would do, they do by the rules: so the forecast does as well. */
    private static void checkForecastWithRule(Datacenter dc, VmId vm, String host) {
        var cluster = "/api/v1/clusters/" + dc.cluster();
        var other =
                dc.host(dc.host("a").id().toString().equals(host) ? "b" : "a").id();
        var spec = Map.of(
                "kind",
                "VM_HOST",
                "enforcement",
                "MUST_NOT",
                "vmIds",
                List.of(vm.toString()),
                "hostIds",
                List.of(other.toString()));
        var rule = dc.post(cluster + "/rules", Map.of("name", "licence", "spec", spec));
        assertThat(rule.status()).as("%s", rule).isEqualTo(201);
        var forecast = dc.get(cluster + "/ha/what-if?hostDown=" + host);
        assertThat(forecast.get("restarts").isEmpty()).isTrue();
        assertThat(forecast.at("/notRestarted/0/reason").asString()).contains("licence");
    }
}
