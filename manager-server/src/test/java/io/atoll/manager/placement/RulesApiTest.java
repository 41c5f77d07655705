package io.atoll.manager.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.ha.zk.facts.HaRules;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Rules over HTTP, what they refuse, and what placement makes of them. Three hosts; a and b are in rack r1, c in r2. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesApiTest {
    private final ManagerUnderTest manager;
    private final HaRules told;
    private final List<VmId> vms = new ArrayList<>();
    private Datacenter dc;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    RulesApiTest(ManagerUnderTest manager, HaRules told) {
        this.manager = manager;
        this.told = told;
    }

    @BeforeAll
    void open() throws Exception {
        dc = Datacenter.of(manager, 3);
        label("a", "r1");
        label("b", "r1");
        label("c", "r2");
    }

    private void label(String host, String rack) throws Exception {
        var answer = dc.api().patch("/api/v1/hosts/" + dc.host(host).id(), Map.of("labels", Map.of("rack", rack)));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    @AfterEach
    void clear() throws Exception {
        for (var rule : dc.get(path()).get("items")) {
            dc.api().delete(path() + "/" + rule.at("/metadata/id").asString());
        }
        for (var vm : List.copyOf(vms)) {
            if (!dc.powerState(vm).equals("STOPPED")) {
                dc.succeeded(dc.act(vm, "stop"));
            }
            dc.succeeded(dc.delete(vm));
            vms.remove(vm);
        }
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private String path() {
        return "/api/v1/clusters/" + dc.cluster() + "/rules";
    }

    private static Map<String, Object> rule(String name, Map<String, Object> spec) {
        return Map.of("name", name, "spec", spec);
    }

    private ApiClient.Answer save(String name, Map<String, Object> spec) {
        return dc.post(path(), rule(name, spec));
    }

    private JsonNode saved(String name, Map<String, Object> spec) {
        var answer = save(name, spec);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json();
    }

    private String hostId(String name) {
        return dc.host(name).id().toString();
    }

    /** A VM with a label, which runs where it is asked for. */
    private VmId running(String host, String tier) throws Exception {
        return labelled(dc.runningVm(host), tier);
    }

    private VmId off(String tier) throws Exception {
        return labelled(dc.stoppedVm(), tier);
    }

    private VmId labelled(VmId vm, String tier) throws IOException, InterruptedException {
        vms.add(vm);
        var answer = dc.api().patch("/api/v1/vms/" + vm, Map.of("labels", Map.of("tier", tier)));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return vm;
    }

    private JsonNode plan(VmId vm) {
        var answer = dc.post("/api/v1/vms/" + vm + "/actions/start?dryRun=true", Map.of());
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    private static Map<String, Object> with(Map<String, Object> spec, String key, Object value) {
        var more = new HashMap<>(spec);
        more.put(key, value);
        return more;
    }

    @Test
    void aRuleIsMadeReadChangedAndDeleted() throws Exception {
        var one = off("web");
        var two = off("web");
        var made = dc.post(
                path(),
                Map.of(
                        "name",
                        "web-apart",
                        "labels",
                        Map.of("owner", "ops"),
                        "spec",
                        Map.of("kind", "KEEP_APART", "vmSelector", "tier = web", "description", "one each")));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.header("etag")).isEqualTo("\"0\"");
        assertThat(made.json().at("/spec/enforcement").asString()).isEqualTo("MUST");
        assertThat(made.json().at("/spec/vmSelector").asString()).isEqualTo("tier=web");
        assertThat(made.json().at("/status/state").asString()).isEqualTo("HOLDS");
        assertThat(made.json().at("/status/feasibility/outcome").asString()).isEqualTo("FEASIBLE");
        assertThat(ids(made.json().at("/status/vms"))).containsExactlyInAnyOrder(one.toString(), two.toString());

        var place = made.header("location");
        assertThat(place).startsWith(path() + "/");
        assertThat(save("WEB-apart", Map.of("kind", "KEEP_APART", "vmSelector", "x"))
                        .code())
                .isEqualTo("NAME_TAKEN");
        var stale = dc.api().with("If-Match", "\"7\"").patch(place, Map.of("spec", Map.of("enabled", false)));
        assertThat(stale.code()).isEqualTo("REVISION_MISMATCH");
        var changed = dc.api().patch(place, Map.of("spec", Map.of("enabled", false)));
        assertThat(changed.json().at("/metadata/revision").asInt())
                .as("%s", changed)
                .isEqualTo(1);
        assertThat(changed.json().at("/status/state").asString()).isEqualTo("DISABLED");
        assertThat(dc.api()
                        .patch(place, Map.of("spec", Map.of("kind", "VM_HOST")))
                        .code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(dc.get(path() + "?filter=spec.kind%3D%3D%22KEEP_APART%22")
                        .get("totalCount")
                        .asInt())
                .isEqualTo(1);
        assertThat(dc.api().delete(place).status()).isEqualTo(204);
        assertThat(dc.api().get(place).code()).isEqualTo("RULE_NOT_FOUND");
        var id = place.substring(place.lastIndexOf('/') + 1);
        assertThat(audited(id)).containsExactly("rule.create", "rule.update", "rule.delete");
        assertThat(published(id)).containsExactly("CREATED", "CHANGED", "DELETED");
    }

    private List<String> audited(String rule) {
        return manager.bean(JdbcClient.class)
                .sql("select action from audit where object = :object and outcome = 'OK' order by position")
                .param("object", "rule/" + rule)
                .query((row, _) -> row.getString("action"))
                .list();
    }

    private List<String> published(String rule) {
        return manager.bean(JdbcClient.class)
                .sql("select change from event where kind = 'rule' and object_id = :id order by position")
                .param("id", rule)
                .query((row, _) -> row.getString("change"))
                .list();
    }

    private static List<String> ids(JsonNode named) {
        var ids = new ArrayList<String>();
        named.forEach(one -> ids.add(one.get("id").asString()));
        return ids;
    }

    @Test
    void aDryRunSavesNothingAndAKeyIsGoodForOneRule() throws Exception {
        off("web");
        var body = rule("once", Map.of("kind", "KEEP_APART", "vmSelector", "tier=web"));
        var dry = dc.post(path() + "?dryRun=true", body);
        assertThat(dry.json().get("wouldSucceed").asBoolean()).as("%s", dry).isTrue();
        assertThat(dry.json().at("/plan/status/vmCount").asInt()).isEqualTo(1);
        assertThat(dc.get(path()).get("totalCount").asInt()).isZero();
        var key = UUID.randomUUID().toString();
        var first = dc.api().with("Idempotency-Key", key).post(path(), body);
        var second = dc.api().with("Idempotency-Key", key).post(path(), body);
        assertThat(second.json().at("/metadata/id")).isEqualTo(first.json().at("/metadata/id"));
        assertThat(dc.get(path()).get("totalCount").asInt()).isEqualTo(1);
    }

    @Test
    void aViewerReadsRulesAndMakesNone() throws Exception {
        var viewer = manager.as(Role.VIEWER);
        assertThat(viewer.get(path()).status()).isEqualTo(200);
        assertThat(viewer.post(path(), rule("x", Map.of("kind", "KEEP_APART", "vmSelector", "a")))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | spec.kind",
                "{\"kind\":\"SOMETHING\"} | spec.kind",
                "{\"kind\":\"KEEP_APART\"} | spec.vmIds",
                "{\"kind\":\"KEEP_APART\",\"vmSelector\":\"tier==web\"} | spec.vmSelector",
                "{\"kind\":\"KEEP_APART\",\"vmIds\":[\"x\",\"y\"]} | spec.vmIds[0]",
                "{\"kind\":\"KEEP_APART\",\"vmSelector\":\"a\",\"enforcement\":\"MUST_NOT\"} | spec.enforcement",
                "{\"kind\":\"KEEP_APART\",\"vmSelector\":\"a\",\"hostSelector\":\"b\"} | spec.hostIds",
                "{\"kind\":\"KEEP_APART\",\"vmSelector\":\"a\",\"zoneLabel\":\"rack\"} | spec.zoneLabel",
                "{\"kind\":\"VM_HOST\",\"vmSelector\":\"a\"} | spec.hostIds",
                "{\"kind\":\"ZONE_SPREAD\",\"vmSelector\":\"a\"} | spec.zoneLabel",
                "{\"kind\":\"BLAST_RADIUS\",\"vmSelector\":\"a\"} | spec.maxSharePercent",
                "{\"kind\":\"BLAST_RADIUS\",\"vmSelector\":\"a\",\"maxSharePercent\":0} | spec.maxSharePercent",
                "{\"kind\":\"BLAST_RADIUS\",\"vmSelector\":\"a\",\"maxSharePercent\":5,\"zoneLabel\":\"A B\"} | spec.zoneLabel",
            })
    void aBadRuleIsRefusedByField(String spec, String field) throws Exception {
        var answer =
                dc.api().postRaw(path(), ("{\"name\":\"x\",\"spec\":" + spec + "}").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.code()).as("%s", answer).isEqualTo("VALIDATION_FAILED");
        assertThat(answer.json().at("/causes/0/field").asString())
                .as("%s", answer)
                .isEqualTo(field);
    }

    private int refusalsTold() {
        return manager.bean(JdbcClient.class)
                .sql("select count(*) from event where kind = 'rule-refusal' and object::text like :cluster")
                .param("cluster", "%" + dc.cluster() + "%")
                .query(Integer.class)
                .single();
    }

    @Test
    void contradictionsAreRefusedAndNameTheOthers() throws Exception {
        var one = off("db");
        var two = off("db");
        var both = Map.<String, Object>of("vmIds", List.of(one.toString(), two.toString()));
        saved("pair", with(both, "kind", "KEEP_TOGETHER"));
        var apart = save("split", with(both, "kind", "KEEP_APART"));
        assertThat(apart.status()).as("%s", apart).isEqualTo(409);
        assertThat(apart.code()).isEqualTo("RULE_CONFLICT");
        assertThat(apart.json().get("detail").asString()).isEqualTo("Rule split cannot be met together with pair.");
        assertThat(apart.json().at("/causes/0/check").asString()).isEqualTo("together-and-apart");
        assertThat(refusalsTold()).as("it is an event").isEqualTo(1);
        var rehearsed =
                dc.post(path() + "?dryRun=true", Map.of("name", "split", "spec", with(both, "kind", "KEEP_APART")));
        assertThat(rehearsed.json().at("/violations/0/code").asString())
                .as("%s", rehearsed)
                .isEqualTo("RULE_CONFLICT");
        assertThat(refusalsTold()).as("what was only rehearsed is not").isEqualTo(1);
        assertThat(dc.get(path()).get("totalCount").asInt()).isEqualTo(1);

        var here = Map.<String, Object>of(
                "kind", "VM_HOST", "vmIds", List.of(one.toString()), "hostIds", List.of(hostId("a")));
        saved("licence", here);
        var never = save("no-a", with(here, "enforcement", "MUST_NOT"));
        assertThat(never.code()).as("%s", never).isEqualTo("RULE_CONFLICT");
        assertThat(never.json().get("causes").toString()).contains("licence").contains("would have no host left");
        var other = save(
                "elsewhere",
                Map.of("kind", "VM_HOST", "vmIds", List.of(two.toString()), "hostIds", List.of(hostId("b"))));
        assertThat(other.json().get("detail").asString())
                .as("the two go together, and so do their hosts")
                .isEqualTo("Rule elsewhere cannot be met together with licence, pair.");
        saved("wish", with(with(here, "hostIds", List.of(hostId("b"))), "enforcement", "SHOULD"));
    }

    @Test
    void whatIsTooLargeOrTooManyIsRefusedWithNumbers() throws Exception {
        for (var i = 0; i < 4; i++) {
            off("many");
        }
        var apart = save("apart", Map.of("kind", "KEEP_APART", "vmSelector", "tier=many"));
        assertThat(apart.code()).as("%s", apart).isEqualTo("RULE_CONFLICT");
        assertThat(apart.json().at("/causes/0/check").asString()).isEqualTo("apart-hosts");
        assertThat(apart.json().at("/causes/0/need").asInt()).isEqualTo(4);
        assertThat(apart.json().at("/causes/0/free").asInt()).isEqualTo(3);
        var radius = save("radius", Map.of("kind", "BLAST_RADIUS", "vmSelector", "tier=many", "maxSharePercent", 30));
        assertThat(radius.json().at("/causes/0/check").asString())
                .as("%s", radius)
                .isEqualTo("share");
        assertThat(radius.json().at("/causes/0/need").asInt()).isEqualTo(4);
        var rooms = save(
                "rooms",
                Map.of("kind", "ZONE_SPREAD", "vmSelector", "tier=many", "zoneLabel", "room", "enforcement", "MUST"));
        assertThat(rooms.json().at("/causes/0/check").asString())
                .as("%s", rooms)
                .isEqualTo("zones");
        var wanted = saved("radius", Map.of("kind", "BLAST_RADIUS", "vmSelector", "tier=many", "maxSharePercent", 50));
        assertThat(wanted.at("/status/mostPerZone").asInt()).isEqualTo(2);
    }

    @Test
    void aRuleThatDoesNotHoldYetIsSavedAndSaysWhere() throws Exception {
        var one = running("a", "app");
        var two = running("a", "app");
        var saved = saved("app-apart", Map.of("kind", "KEEP_APART", "vmSelector", "tier=app"));
        assertThat(saved.at("/status/state").asString()).isEqualTo("VIOLATED");
        assertThat(ids(saved.at("/status/violations/0/vms"))).containsExactlyInAnyOrder(one.toString(), two.toString());
        assertThat(ids(saved.at("/status/violations/0/hosts"))).containsExactly(hostId("a"));
        dc.succeeded(dc.migrate(two, "b"));
        assertThat(dc.get(path()).at("/items/0/status/state").asString()).isEqualTo("HOLDS");
    }

    @Test
    void placementKeepsRulesAndSaysWhichOneRefused() throws Exception {
        var one = running("a", "app");
        var two = off("app");
        saved("app-apart", Map.of("kind", "KEEP_APART", "vmSelector", "tier=app"));
        saved(
                "not-c",
                Map.of(
                        "kind",
                        "VM_HOST",
                        "enforcement",
                        "MUST_NOT",
                        "vmSelector",
                        "tier=app",
                        "hostIds",
                        List.of(hostId("c"))));
        var plan = plan(two).get("plan");
        assertThat(plan.get("chosenHostId").asString()).as("%s", plan).isEqualTo(hostId("b"));
        assertThat(plan.get("refused").toString()).contains("app-apart").contains("not-c");

        var wished = dc.post("/api/v1/vms/" + two + "/actions/start", Map.of("hostId", hostId("a")));
        assertThat(wished.code()).as("%s", wished).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(wished.json().at("/causes/0/check").asString()).isEqualTo("rule");
        assertThat(wished.json().get("hints").toString()).contains("Change or disable rule app-apart");

        dc.succeeded(dc.start(two, "b"));
        var move = dc.post("/api/v1/vms/" + one + "/actions/migrate", Map.of("targetHostId", hostId("b")));
        assertThat(move.code()).as("%s", move).isEqualTo("PLACEMENT_NO_HOST");
    }

    @Test
    void labelsAreLookedAtAnewForEachDecision() throws Exception {
        running("a", "app");
        var two = off("other");
        saved("app-apart", Map.of("kind", "KEEP_APART", "vmSelector", "tier=app"));
        assertThat(plan(two).at("/plan/refused")).isEmpty();
        dc.api().patch("/api/v1/vms/" + two, Map.of("labels", Map.of("tier", "app")));
        assertThat(plan(two).at("/plan/refused/0/hostId").asString()).isEqualTo(hostId("a"));
        assertThat(dc.get(path()).at("/items/0/status/vmCount").asInt()).isEqualTo(2);
    }

    @Test
    void aShareOfAZoneIsNotExceededAndAWishedSpreadDecides() throws Exception {
        running("a", "app");
        var two = off("app");
        saved(
                "half",
                Map.of("kind", "BLAST_RADIUS", "vmSelector", "tier=app", "maxSharePercent", 50, "zoneLabel", "rack"));
        var refused = plan(two).at("/plan/refused");
        assertThat(refused.size()).as("%s", refused).isEqualTo(2);
        assertThat(refused.at("/0/refusals/0/need").asInt()).isEqualTo(2);
        assertThat(refused.at("/0/refusals/0/free").asInt()).isEqualTo(1);
        assertThat(refused.at("/0/refusals/0/detail").asString()).contains("rack r1");
        dc.api().delete(path() + "/" + dc.get(path()).at("/items/0/metadata/id").asString());
        running("c", "load");
        running("c", "load");
        saved("wide", Map.of("kind", "ZONE_SPREAD", "vmSelector", "tier=app", "zoneLabel", "rack"));
        var ranked = plan(two).at("/plan/ranked");
        assertThat(ranked.size()).isEqualTo(3);
        assertThat(ranked.at("/0/hostId").asString())
                .as("the fuller host, for the sake of the rule: %s", ranked)
                .isEqualTo(hostId("c"));
        assertThat(ranked.at("/1/parts").toString()).contains("wide");
    }

    /** What must hold, with whom it means now; what brings VMs together or spreads them as a wish, what should hold not at all. */
    @Test
    void agentsAreToldWhatMustHold() throws Exception {
        var one = off("web");
        var two = off("web");
        var apart = saved("apart", Map.of("kind", "KEEP_APART", "vmSelector", "tier=web"));
        var never = Map.<String, Object>of(
                "kind", "VM_HOST", "enforcement", "MUST_NOT", "vmSelector", "tier=web", "hostSelector", "rack=r2");
        var licence = saved("licence", never);
        var friends = saved("friends", Map.of("kind", "KEEP_TOGETHER", "vmSelector", "tier=db"));
        var lone = saved("lone", Map.of("kind", "KEEP_APART", "enforcement", "SHOULD", "vmSelector", "tier=web"));
        assertThat(List.of(apart, licence, friends, lone))
                .extracting(rule -> rule.at("/status/keptByHa/degree").asString())
                .containsExactly("ALWAYS", "ALWAYS", "WHERE_POSSIBLE", "NO");
        var both = new TreeSet<>(List.of(one, two));
        awaitTold(rules -> rules.must()
                        .equals(List.of(
                                new Rule.NeverOn(
                                        "licence",
                                        both,
                                        new TreeSet<>(List.of(dc.host("c").id()))),
                                new Rule.KeepApart("apart", both)))
                && rules.should().isEmpty());

        dc.api().patch("/api/v1/vms/" + one, Map.of("labels", Map.of("tier", "db")));
        awaitTold(rules -> rules.must().stream().allMatch(rule -> rule.vms().equals(Set.of(two)))
                && rules.should().stream().map(Preference::name).toList().equals(List.of("friends")));
        dc.api()
                .with("If-Match", "\"0\"")
                .patch(path() + "/" + licence.at("/metadata/id").asString(), Map.of("spec", Map.of("enabled", false)));
        awaitTold(rules -> rules.must().stream().map(Rule::name).toList().equals(List.of("apart")));
    }

    private void awaitTold(Predicate<ClusterRules> wanted) {
        var cluster = new ClusterId(UUID.fromString(dc.cluster()));
        await().atMost(Datacenter.LONG)
                .until(() -> told.read(cluster).filter(wanted).isPresent());
    }
}
