package io.atoll.manager.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people are told when they suppose something of a cluster of two hosts with VMs on the first. */
@ManagerTest
class SimulationApiTest {
    private final ManagerUnderTest manager;

    SimulationApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void aLostHostsVmsAreRestartedAndNothingIsTouched() {
        try (var dc = Datacenter.of(manager, 2)) {
            var vm = dc.runningVm("a");
            dc.stoppedVm();
            var answer = simulate(dc, Map.of("changes", List.of(lost(dc, "a"))));
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            var found = answer.json();
            assertThat(found.get("verdict").asString()).isEqualTo("FITS");
            assertThat(found.at("/moves/restartCount").asInt()).isEqualTo(1);
            var move = found.at("/moves/first/0");
            assertThat(move.get("vmId").asString()).isEqualTo(vm.toString());
            assertThat(move.get("fromHostName").isNull()).isTrue();
            assertThat(move.get("toHostName").asString()).isEqualTo(hostName(dc, "b"));
            assertThat(move.get("reasonKind").asString()).isEqualTo("restarts");
            assertThat(found.at("/before/hostsOn").asInt()).isEqualTo(2);
            assertThat(found.at("/after/hostsOn").asInt()).isEqualTo(1);
            assertThat(found.at("/before/vmCount").asInt()).isEqualTo(1);
            assertThat(found.at("/before/watts").isNull()).isTrue();
            assertThat(found.at("/haCoverage/survives").asBoolean()).isFalse();
            assertThat(dc.runsOn(vm)).isEqualTo(dc.host("a").id());
            dc.checkInvariants(vm);
        }
    }

    @Test
    void aDrainedHostIsLeftByMigrationUnlessARuleForbidsIt() {
        try (var dc = Datacenter.of(manager, 2)) {
            var vm = dc.runningVm("a");
            var drain = Map.of("kind", "HOSTS_DRAINED", "hostIds", List.of(hostId(dc, "a")));
            var free = simulate(dc, Map.of("changes", List.of(drain))).json();
            assertThat(free.get("verdict").asString()).isEqualTo("FITS");
            assertThat(free.at("/moves/migrationCount").asInt()).isEqualTo(1);
            assertThat(free.at("/moves/copiedGiB").asDouble()).isPositive();

            var rule = dc.post(
                    "/api/v1/clusters/" + dc.cluster() + "/rules",
                    Map.of(
                            "name",
                            "licensed",
                            "spec",
                            Map.of(
                                    "kind",
                                    "VM_HOST",
                                    "enforcement",
                                    "MUST",
                                    "vmIds",
                                    List.of(vm.toString()),
                                    "hostIds",
                                    List.of(hostId(dc, "a")))));
            assertThat(rule.status()).as("%s", rule).isEqualTo(201);
            var bound = simulate(dc, Map.of("changes", List.of(drain))).json();
            assertThat(bound.get("verdict").asString()).isEqualTo("DOES_NOT_FIT");
            assertThat(bound.at("/obstacles/0/vmId").asString()).isEqualTo(vm.toString());
            assertThat(bound.at("/obstacles/0/reason").asString()).contains("licensed");

            var ruleId = rule.json().at("/metadata/id").asString();
            var given = Map.of("kind", "RULE_REMOVED", "ruleId", ruleId);
            assertThat(verdict(simulate(dc, Map.of("changes", List.of(given, drain)))))
                    .isEqualTo("FITS");
        }
    }

    @Test
    void roomForMoreLikeAVmThatIsOffIsCounted() {
        try (var dc = Datacenter.of(manager, 2)) {
            var off = dc.stoppedVm();
            var one =
                    simulate(dc, Map.of("howManyMoreLikeVmId", off.toString())).json();
            var count = one.at("/roomForMore/count").asInt();
            assertThat(count).isPositive();
            assertThat(one.at("/roomForMore/isMost").asBoolean()).isTrue();
            assertThat(one.at("/roomForMore/countWithHa").asInt()).isBetween(1, count);
            assertThat(one.at("/roomForMore/limits/0/hostCount").asInt()).isPositive();

            var added = Map.of("kind", "HOSTS_ADDED", "likeHostId", hostId(dc, "a"), "count", 2);
            var more = simulate(dc, Map.of("changes", List.of(added), "howManyMoreLikeVmId", off.toString()));
            assertThat(more.json().at("/roomForMore/count").asInt()).isEqualTo(2 * count);

            var tooMany = Map.of("kind", "VMS_ADDED", "likeVmId", off.toString(), "count", count + 1);
            var full = simulate(dc, Map.of("changes", List.of(tooMany))).json();
            assertThat(full.get("verdict").asString()).isEqualTo("DOES_NOT_FIT");
            assertThat(full.get("obstacleCount").asInt()).isEqualTo(1);
            assertThat(full.at("/moves/startCount").asInt()).isEqualTo(count);
            assertThat(full.at("/moves/first").size()).isLessThanOrEqualTo(200);
        }
    }

    @Test
    void anUnevenClusterIsBalancedWhereThatIsWanted() {
        try (var dc = Datacenter.of(manager, 2)) {
            for (var i = 0; i < 4; i++) {
                var request = dc.vmRequest(true, Map.of("vcpuCount", 2, "hostId", hostId(dc, "a")));
                dc.succeeded(dc.post("/api/v1/vms", request)
                        .json()
                        .at("/task/metadata/id")
                        .asString());
            }
            var found = simulate(dc, Map.of("balanceLevel", 5)).json();
            assertThat(found.at("/moves/migrationCount").asInt()).isEqualTo(2);
            assertThat(found.at("/after/imbalance").asDouble())
                    .isLessThan(found.at("/before/imbalance").asDouble());
            var apart = Map.of("kind", "RULE_ADDED", "rule", Map.of("kind", "KEEP_APART", "vmIds", vmIds(dc)));
            var impossible = simulate(dc, Map.of("changes", List.of(apart))).json();
            assertThat(impossible.get("verdict").asString()).isEqualTo("DOES_NOT_FIT");
            assertThat(impossible.get("brokenRules").toString()).contains("supposed-1");
        }
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        try (var dc = Datacenter.of(manager, 1);
                var other = Datacenter.of(manager, 1)) {
            var wrong = simulate(
                    dc,
                    Map.of(
                            "changes",
                            List.of(
                                    Map.of("kind", "HOSTS_LOST", "hostIds", List.of(hostId(other, "a"))),
                                    Map.of("kind", "HOSTS_ADDED", "likeHostId", hostId(dc, "a"), "count", 1001),
                                    Map.of("kind", "VMS_ADDED", "likeVmId", UUID.randomUUID(), "count", 0),
                                    Map.of("kind", "DEMAND_GROWS", "factor", -1),
                                    Map.of("kind", "ZONE_LOST", "zoneLabel", "rack", "zone", "r9"),
                                    Map.of("kind", "OVERCOMMIT", "cpuOvercommitRatio", 1.5, "count", 3),
                                    Map.of("kind", "RULE_REMOVED", "ruleId", UUID.randomUUID()),
                                    Map.of("kind", "EARTHQUAKE"),
                                    Map.of()),
                            "balanceLevel",
                            6,
                            "howManyMoreLikeVmId",
                            "web"));
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.code()).isEqualTo("VALIDATION_FAILED");
            assertThat(wrong.text())
                    .contains("There is no host " + hostId(other, "a"))
                    .contains("changes[1].count is 1001; it must be between 1 and 1000")
                    .contains("changes[2].count is 0", "There is no VM")
                    .contains("changes[3].factor is -1.0; it must be between 0 and 100")
                    .contains("No host of the cluster has the label rack=r9")
                    .contains("knows no count")
                    .contains("must be a whole number from 1 to 64")
                    .contains("There is no rule")
                    .contains("changes[7].kind must be one of")
                    .contains("changes[8].kind is required")
                    .contains("balanceLevel is 6")
                    .contains("howManyMoreLikeVmId is not an id");
            assertThat(simulate(dc, Map.of()).text()).contains("Nothing is supposed");
            var nowhere = dc.post("/api/v1/clusters/" + UUID.randomUUID() + "/simulations", Map.of("balanceLevel", 3));
            assertThat(nowhere.code()).isEqualTo("CLUSTER_NOT_FOUND");
        }
    }

    private static ApiClient.Answer simulate(Datacenter dc, Map<String, Object> question) {
        return dc.post("/api/v1/clusters/" + dc.cluster() + "/simulations", question);
    }

    private static String verdict(ApiClient.Answer answer) {
        return answer.json().get("verdict").asString();
    }

    private static Map<String, Object> lost(Datacenter dc, String... names) {
        var change = new HashMap<String, Object>(Map.of("kind", "HOSTS_LOST"));
        change.put(
                "hostIds", List.of(names).stream().map(name -> hostId(dc, name)).toList());
        return change;
    }

    private static String hostId(Datacenter dc, String name) {
        return dc.host(name).id().toString();
    }

    private static String hostName(Datacenter dc, String name) {
        return dc.get("/api/v1/hosts/" + hostId(dc, name)).at("/metadata/name").asString();
    }

    private static List<String> vmIds(Datacenter dc) {
        JsonNode vms = dc.get("/api/v1/vms?filter=spec.clusterId%20%3D%3D%20%22" + dc.cluster() + "%22")
                .get("items");
        return vms.valueStream()
                .map(vm -> VmId.parse(vm.at("/metadata/id").asString()).toString())
                .toList();
    }
}
