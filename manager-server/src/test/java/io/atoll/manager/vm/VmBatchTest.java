package io.atoll.manager.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Many VMs by one request: how many at a time, what becomes of the others when one fails, and what a cancelled batch leaves. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmBatchTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private BatchDesk desk;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    VmBatchTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 2);
        desk = new BatchDesk(dc, manager.bean(JdbcClient.class));
    }

    @AfterEach
    void clear() {
        dc.host("a").isHonest();
        dc.host("b").isHonest();
        desk.clear();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @Test
    void allAreMadeUnderOneTaskAndRun() {
        var task = dc.succeeded(desk.create("web-{n:02}", 6, Map.of("first", 8, "labels", Map.of("tier", "web"))));
        assertThat(desk.names()).containsExactly("web-08", "web-09", "web-10", "web-11", "web-12", "web-13");
        assertThat(task.get("kind").asString()).isEqualTo("vm.batch-create");
        assertThat(task.get("childCount").asInt()).isEqualTo(6);
        assertThat(task.at("/result/total").asInt()).isEqualTo(6);
        assertThat(task.at("/result/created").asInt()).isEqualTo(6);
        for (var vm : desk.vms()) {
            assertThat(dc.powerState(vm)).isEqualTo("RUNNING");
            assertThat(dc.get("/api/v1/vms/" + vm).at("/metadata/labels/tier").asString())
                    .isEqualTo("web");
        }
        dc.checkInvariants(desk.vms().toArray(VmId[]::new));
        assertThat(desk.rows().subList(0, 2)).as("a batch that is over").containsExactly(0, 0);
    }

    @Test
    void eachGuestIsNamedAfterItsVmAndNoPasswordIsKept() {
        var user = Map.of("name", "op", "password", "correct horse");
        var batch = BatchDesk.taskOf(desk.post(
                "", "G_{n}", 2, Map.of(), Map.of("start", false, "cloudInit", Map.of("users", List.of(user)))));
        dc.succeeded(batch);
        var told = manager.bean(JdbcClient.class)
                .sql("select cloud_init::text from vm where cluster_id = cast(:cluster as uuid) order by name")
                .param("cluster", dc.cluster())
                .query(String.class)
                .list();
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains("\"g-1\"", "$6$").doesNotContain("correct horse");
        assertThat(told.get(1)).contains("\"g-2\"", "$6$").doesNotContain("correct horse");
    }

    @Test
    void noMoreThanAskedForAreUnderWayAtOnce() {
        var gate = new CountDownLatch(1);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        for (var host : List.of(dc.host("a"), dc.host("b"))) {
            host.on(OperationCase.START_VM)
                    .first(() -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
                    .waitsFor(gate)
                    .then(now::decrementAndGet)
                    .always();
        }
        var batch = desk.create("slow-{n}", 5, Map.of("maxParallel", 2));
        desk.awaitChildren(batch, 2);
        await().atMost(Datacenter.LONG)
                .until(() -> desk.task(batch).at("/progress/detail").asString().equals("0 of 5 created"));
        await().atMost(Datacenter.LONG).until(() -> most.get() == 2);
        assertThat(desk.children(batch)).isEqualTo(2);
        gate.countDown();
        dc.succeeded(batch);
        assertThat(most).hasValue(2);
        assertThat(desk.names()).hasSize(5);
    }

    @Test
    void aHostStartsFourAtOnceAndNoMoreAndTheRestWaits() {
        var gate = new CountDownLatch(1);
        dc.host("a").on(OperationCase.START_VM).waitsFor(gate).always();
        var wish = Map.<String, Object>of("hostId", dc.host("a").id().toString());
        var batch = BatchDesk.taskOf(desk.post("", "wide-{n}", 6, Map.of("maxParallel", 32), wish));
        desk.awaitChildren(batch, 4);
        await().atMost(Datacenter.LONG)
                .until(() -> desk.task(batch)
                        .at("/progress/detail")
                        .asString()
                        .contains("waits, as each host that fits starts 4 VMs now"));
        assertThat(desk.children(batch)).isEqualTo(4);
        gate.countDown();
        dc.succeeded(batch);
        assertThat(desk.names()).hasSize(6);
    }

    @Test
    void whileOneHostIsBusyTheOthersGoOn() {
        var gate = new CountDownLatch(1);
        dc.host("a").on(OperationCase.START_VM).waitsFor(gate).always();
        dc.host("b").on(OperationCase.START_VM).waitsFor(gate).always();
        var batch = desk.create("both-{n}", 9, Map.of("maxParallel", 32));
        desk.awaitChildren(batch, 8);
        assertThat(manager.bean(JdbcClient.class)
                        .sql("select count(*) from placement_reservation r join vm v on v.id = r.vm_id"
                                + " where v.cluster_id = cast(:cluster as uuid) group by r.host_id")
                        .param("cluster", dc.cluster())
                        .query(Integer.class)
                        .list())
                .containsExactly(4, 4);
        gate.countDown();
        dc.succeeded(batch);
        assertThat(desk.names()).hasSize(9);
    }

    @Test
    void oneThatFailsStopsNoOtherAndIsNamed() {
        dc.host("a").on(OperationCase.START_VM).fails("HYPERVISOR_FAILED", "no such luck");
        var wish = Map.<String, Object>of("hostId", dc.host("a").id().toString());
        var batch = BatchDesk.taskOf(desk.post("", "some-{n}", 4, Map.of("maxParallel", 1), wish));
        var ended = dc.failed(batch, "VM_BATCH_INCOMPLETE");
        assertThat(desk.names()).containsExactly("some-2", "some-3", "some-4");
        assertThat(ended.at("/result/created").asInt()).isEqualTo(3);
        assertThat(ended.at("/result/failed").asInt()).isEqualTo(1);
        assertThat(ended.at("/failure/detail").asString()).startsWith("Of 4 VMs 1 were not made. some-1: ");
        assertThat(ended.at("/failure/causes").size()).isEqualTo(1);
        var cause = ended.at("/failure/causes/0");
        assertThat(cause.get("check").asString()).isEqualTo("some-1");
        assertThat(cause.get("code").asString()).isEqualTo("HYPERVISOR_FAILED");
        assertThat(cause.get("detail").asString()).contains("no such luck");
        dc.checkInvariants(desk.vms().toArray(VmId[]::new));
    }

    @Test
    void whatFitsNowhereFailsAndWhatFitsIsMade() {
        // 64 GiB each: one VM on each host, and a third nowhere.
        var batch = BatchDesk.taskOf(desk.post("", "big-{n}", 3, Map.of(), Map.of("memoryMiB", 40 * 1024)));
        var ended = dc.failed(batch, "VM_BATCH_INCOMPLETE");
        assertThat(desk.names()).containsExactly("big-1", "big-2");
        assertThat(ended.at("/failure/causes/0/code").asString()).isEqualTo("PLACEMENT_NO_HOST");
    }

    @Test
    void cancellingBeginsNoMoreAndLeavesWhatIsMade() throws Exception {
        var gate = new CountDownLatch(1);
        var wish = Map.<String, Object>of("hostId", dc.host("a").id().toString());
        dc.host("a").on(OperationCase.START_VM); // the first one is made
        dc.host("a").on(OperationCase.START_VM).waitsFor(gate).always();
        var batch = BatchDesk.taskOf(desk.post("", "half-{n}", 5, Map.of("maxParallel", 1), wish));
        await().atMost(Datacenter.LONG).until(() -> desk.children(batch) == 2 && desk.unfinishedChildren(batch) == 1);
        var cancelled = dc.post("/api/v1/tasks/" + batch + "/actions/cancel", Map.of());
        assertThat(cancelled.status()).as("%s", cancelled).isIn(200, 202);
        gate.countDown();
        var ended = dc.ended(batch);
        assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("CANCELLED");
        assertThat(desk.children(batch)).isEqualTo(2);
        assertThat(desk.names()).contains("half-1").doesNotContain("half-3", "half-4", "half-5");
        assertThat(ended.at("/result/created").asInt()).isEqualTo(desk.names().size());
        dc.checkInvariants(desk.vms().toArray(VmId[]::new));
    }

    // What is asked for

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingIsWritten() {
        dc.succeeded(desk.create("Taken-{n}", 1, Map.of()));
        var before = desk.rows();
        var answer = desk.post(
                "",
                "taken-{n}",
                500,
                Map.of("maxParallel", 99, "first", -1, "labels", Map.of("Bad Key", "x")),
                Map.of(
                        "vcpuCount",
                        0,
                        "networks",
                        List.of(Map.of("networkId", "none", "address", "10.0.0.7")),
                        "cloudInit",
                        Map.of("hostname", "one")));
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
        var fields = fields(answer.json());
        assertThat(fields)
                .contains(
                        "count",
                        "first",
                        "maxParallel",
                        "labels",
                        "spec.vcpuCount",
                        "spec.networks[0].address",
                        "spec.networks[0].networkId",
                        "spec.cloudInit.hostname",
                        "namePattern");
        assertThat(answer.json().get("causes").toString())
                .contains("10.0.0.7")
                .contains("count is 500; it must be between 1 and 200.")
                .contains("A VM named \\\"taken-1\\\" exists already.");
        assertThat(desk.rows()).isEqualTo(before);
    }

    @Test
    void allNamesThatAreTakenAreNamed() {
        dc.succeeded(desk.create("Old-{n}", 2, Map.of("first", 3)));
        var before = desk.rows();
        var answer = desk.post("", "old-{n}", 5, Map.of(), Map.of());
        assertThat(answer.status()).as("%s", answer).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("NAME_TAKEN");
        assertThat(answer.json().get("causes").size()).isEqualTo(2);
        assertThat(answer.json().get("causes").toString()).contains("old-3", "old-4");
        var dry = desk.post("?dryRun=true", "old-{n}", 5, Map.of(), Map.of());
        assertThat(dry.status()).isEqualTo(200);
        assertThat(dry.json().get("wouldSucceed").asBoolean()).isFalse();
        assertThat(dry.json().at("/violations/0/code").asString()).isEqualTo("NAME_TAKEN");
        assertThat(desk.rows()).isEqualTo(before);
    }

    @Test
    void aNameThatAnotherBatchIsAboutToTakeIsTaken() {
        var gate = new CountDownLatch(1);
        dc.host("a").on(OperationCase.START_VM).waitsFor(gate).always();
        dc.host("b").on(OperationCase.START_VM).waitsFor(gate).always();
        var batch = desk.create("mine-{n}", 3, Map.of("maxParallel", 1));
        desk.awaitChildren(batch, 1);
        var answer = desk.post("", "MINE-{n}", 1, Map.of("first", 3), Map.of());
        assertThat(answer.code()).as("%s", answer).isEqualTo("NAME_TAKEN");
        assertThat(answer.json().toString()).contains("is about to be made by task " + batch);
        gate.countDown();
        dc.succeeded(batch);
    }

    @Test
    void hostilePatternsAreRefusedWithTheFieldAndWithoutAServersError() {
        for (var pattern : List.of(
                "",
                "x",
                "{n}{n}",
                "-{n}",
                ".{n}",
                "a b{n}",
                "{n:99}",
                "{n:0999999999999}",
                "{{n}}",
                "../../{n}",
                "a\u0000{n}",
                "a\n{n}",
                "\u202e{n}",
                "'; drop table vm; --{n}",
                "%s%n{n}",
                "$(id){n}",
                "a".repeat(62) + "{n:02}",
                "a".repeat(200_000) + "{n}",
                "{n".repeat(1_000) + "{n}")) {
            for (var query : List.of("", "?dryRun=true")) {
                var answer = desk.post(query, pattern, 3, Map.of(), Map.of());
                assertThat(answer.status()).as("%s: %s", pattern, answer).isEqualTo(400);
                assertThat(answer.code()).isEqualTo("VALIDATION_FAILED");
                assertThat(fields(answer.json())).containsExactly("namePattern");
                assertThat(answer.text().length()).isLessThan(2_000);
            }
        }
        var missing = dc.post("/api/v1/vm-batches", Map.of());
        assertThat(missing.status()).isEqualTo(400);
        assertThat(fields(missing.json())).contains("namePattern", "count", "spec.clusterId");
        for (var json : List.of("[]", "null", "{\"count\":1e9}", "{\"count\":\"many\"}", "{\"namePattern\":{}}")) {
            var answer = raw(json);
            assertThat(answer).as(json).isEqualTo(400);
        }
        assertThat(desk.names()).isEmpty();
    }

    private int raw(String json) {
        try {
            return dc.api()
                    .postRaw("/api/v1/vm-batches", json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .status();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> fields(JsonNode problem) {
        var fields = new java.util.TreeSet<String>();
        problem.get("causes").forEach(cause -> fields.add(cause.get("field").asString()));
        return List.copyOf(fields);
    }

    // The dry run

    @Test
    void aDryRunSaysWhereEachWouldGoAndTakesNothing() {
        var before = desk.rows();
        var answer = desk.post("?dryRun=true", "plan-{n:03}", 6, Map.of(), Map.of());
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().get("wouldSucceed").asBoolean()).isTrue();
        var plan = answer.json().get("plan");
        assertThat(plan.get("fitting").asInt()).isEqualTo(6);
        assertThat(plan.at("/members/0/name").asString()).isEqualTo("plan-001");
        var shares = new HashMap<String, Integer>();
        plan.get("hosts")
                .forEach(host -> shares.put(
                        host.get("hostId").asString(), host.get("count").asInt()));
        assertThat(shares)
                .as("each VM counts for those that follow")
                .containsOnly(
                        Map.entry(dc.host("a").id().toString(), 3),
                        Map.entry(dc.host("b").id().toString(), 3));
        assertThat(desk.rows()).isEqualTo(before);
    }

    @Test
    void aDryRunSaysHowManyFitAndWhyTheOthersDoNot() {
        var before = desk.rows();
        var answer = desk.post("?dryRun=true", "big-{n}", 5, Map.of(), Map.of("memoryMiB", 40 * 1024));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().get("wouldSucceed").asBoolean()).isFalse();
        assertThat(answer.json().at("/plan/count").asInt()).isEqualTo(5);
        assertThat(answer.json().at("/plan/fitting").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/plan/members/2/refusal").asString())
                .contains("fits on none of the cluster's 2 hosts");
        assertThat(answer.json().at("/plan/members/4/refusal").isNull()).isFalse();
        assertThat(answer.json().at("/violations/0/code").asString()).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(answer.json().at("/violations/0/causes").toString()).contains("memory");
        assertThat(desk.rows()).isEqualTo(before);
    }

    @Test
    void theLargestBatchIsTriedInSeconds() {
        var began = System.nanoTime();
        var answer = desk.post("?dryRun=true", "all-{n}", 200, Map.of(), Map.of("memoryMiB", 64));
        assertThat(answer.json().at("/plan/count").asInt()).as("%s", answer).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void whoeverMayOnlyReadMakesNone() throws Exception {
        var reader = manager.as(io.atoll.manager.identity.Role.VIEWER);
        var answer = reader.post("/api/v1/vm-batches", desk.request("no-{n}", 2, Map.of(), Map.of()));
        assertThat(answer.status()).isEqualTo(403);
    }
}
