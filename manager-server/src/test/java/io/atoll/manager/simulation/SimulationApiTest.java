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
            assertThat(found.at("/before/wattsUnknownHostCount").asInt()).isEqualTo(2);
            assertThat(found.at("/after/wattsUnknownHostNames"))
                    .singleElement()
                    .satisfies(name -> assertThat(name.asString()).isEqualTo(hostName(dc, "b")));
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

    @Test
    void wattsAreToldOnceAllHostsThatAreAwakeHaveAModel() throws Exception {
        try (var dc = Datacenter.of(manager, 2)) {
            dc.runningVm("a");
            draws(dc, "a", 100, 300);
            var half = simulate(dc, Map.of("changes", List.of(lost(dc, "b")))).json();
            assertThat(half.at("/before/watts").isNull()).isTrue();
            assertThat(half.at("/before/wattsUnknownHostNames/0").asString()).isEqualTo(hostName(dc, "b"));
            // The one without a model is the one that is lost.
            assertThat(half.at("/after/watts").asDouble()).isBetween(100.0, 300.0);

            draws(dc, "b", 50, 50);
            var whole = simulate(dc, Map.of("changes", List.of(lost(dc, "a")))).json();
            assertThat(whole.at("/before/watts").asDouble()).isBetween(150.0, 350.0);
            assertThat(whole.at("/before/wattsUnknownHostCount").asInt()).isZero();
            assertThat(whole.at("/before/wattsFixedHostCount").asInt()).isEqualTo(1);
            assertThat(whole.at("/after/watts").asDouble()).isEqualTo(50.0);
        }
    }

    @Test
    void rulesOfAllKindsAreSupposedAndWhatContradictsIsSaid() throws Exception {
        try (var dc = Datacenter.of(manager, 2)) {
            label(dc, "a", "r1");
            label(dc, "b", "r2");
            var vms = List.of(dc.runningVm("a").toString(), dc.runningVm("a").toString());
            var spread = Map.<String, Object>of("kind", "ZONE_SPREAD", "vmIds", vms, "zoneLabel", "rack");
            var found = simulate(dc, Map.of("changes", List.of(added(spread)))).json();
            assertThat(found.get("verdict").asString()).as("%s", found).isEqualTo("FITS");
            assertThat(found.at("/moves/migrationCount").asInt()).isEqualTo(1);
            assertThat(found.at("/ruleConflicts")).isEmpty();

            var radius = Map.<String, Object>of("kind", "BLAST_RADIUS", "vmIds", vms, "maxSharePercent", 50);
            var together = Map.<String, Object>of("kind", "KEEP_TOGETHER", "vmIds", vms);
            var both = simulate(dc, Map.of("changes", List.of(added(together), added(radius))))
                    .json();
            assertThat(both.get("verdict").asString()).isEqualTo("DOES_NOT_FIT");
            assertThat(both.at("/brokenRules").toString()).contains("supposed-2");
            assertThat(both.at("/ruleConflicts/0/check").asString()).isEqualTo("share-together");
            assertThat(both.at("/ruleConflicts/0/ruleNames").toString()).contains("supposed-1", "supposed-2");

            // With one rack there is one zone to spread over, and the share is what cannot hold.
            var alone = simulate(dc, Map.of("changes", List.of(added(spread), added(radius), lost(dc, "b"))))
                    .json();
            assertThat(alone.at("/brokenRules")).hasSize(1);
            assertThat(alone.at("/ruleConflicts/0/check").asString()).isEqualTo("share");
        }
    }

    @Test
    void aRuleAboutZonesThatIsThereIsGivenUp() throws Exception {
        try (var dc = Datacenter.of(manager, 2)) {
            label(dc, "a", "r1");
            label(dc, "b", "r2");
            var vms = List.of(dc.runningVm("a").toString(), dc.runningVm("b").toString());
            var spec = Map.of("kind", "BLAST_RADIUS", "vmIds", vms, "zoneLabel", "rack", "maxSharePercent", 50);
            var rule =
                    dc.post("/api/v1/clusters/" + dc.cluster() + "/rules", Map.of("name", "supposed-1", "spec", spec));
            assertThat(rule.status()).as("%s", rule).isEqualTo(201);
            var zone = Map.of("kind", "ZONE_LOST", "zoneLabel", "rack", "zone", "r2");
            var bound = simulate(dc, Map.of("changes", List.of(zone))).json();
            assertThat(bound.get("verdict").asString()).isEqualTo("DOES_NOT_FIT");
            assertThat(bound.at("/ruleConflicts/0/ruleNames/0").asString()).isEqualTo("supposed-1");

            var given = Map.of(
                    "kind",
                    "RULE_REMOVED",
                    "ruleId",
                    rule.json().at("/metadata/id").asString());
            var free = simulate(dc, Map.of("changes", List.of(given, zone))).json();
            assertThat(free.get("verdict").asString()).as("%s", free).isEqualTo("FITS");
            assertThat(free.at("/ruleConflicts")).isEmpty();

            var like = simulate(dc, Map.of("changes", List.of(added(Map.copyOf(spec)), zone)))
                    .json();
            assertThat(like.at("/brokenRules").toString()).contains("supposed-1-new");
        }
    }

    @Test
    void aRuleThatCannotBeReadIsRefusedAsOneThatIsMade() {
        try (var dc = Datacenter.of(manager, 1)) {
            var vm = List.of(dc.stoppedVm().toString());
            var wrong = simulate(
                    dc,
                    Map.of(
                            "changes",
                            List.of(
                                    added(Map.of("kind", "ZONE_SPREAD", "vmIds", vm)),
                                    added(Map.of("kind", "BLAST_RADIUS", "vmIds", vm, "maxSharePercent", 101)),
                                    added(Map.of("kind", "BLAST_RADIUS", "vmIds", vm)),
                                    added(Map.of("kind", "KEEP_APART", "vmIds", vm, "maxSharePercent", 5)),
                                    added(Map.of("kind", "KEEP_APART", "vmSelector", "=", "enforcement", "SHOULD")),
                                    added(Map.of("kind", "VM_HOST", "vmIds", vm)),
                                    Map.of("kind", "RULE_ADDED"))));
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.text())
                    .contains("changes[0].rule.zoneLabel is required")
                    .contains("changes[1].rule.maxSharePercent is 101")
                    .contains("changes[2].rule.maxSharePercent is required")
                    .contains("names at least two VMs", "knows no share")
                    .contains("changes[4].rule.vmSelector cannot be read")
                    .contains("changes[4].rule.enforcement is SHOULD")
                    .contains("with changes[5].rule.hostSelector")
                    .contains("changes[6].rule is required");
        }
    }

    private static Map<String, Object> added(Map<String, Object> rule) {
        return Map.of("kind", "RULE_ADDED", "rule", rule);
    }

    private static void draws(Datacenter dc, String host, int idleWatts, int fullWatts) throws Exception {
        var answer = dc.api()
                .put(
                        "/api/v1/hosts/" + hostId(dc, host) + "/power/model",
                        Map.of("idleWatts", idleWatts, "fullWatts", fullWatts));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    private static void label(Datacenter dc, String host, String rack) throws Exception {
        var answer = dc.api().patch("/api/v1/hosts/" + hostId(dc, host), Map.of("labels", Map.of("rack", rack)));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
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
