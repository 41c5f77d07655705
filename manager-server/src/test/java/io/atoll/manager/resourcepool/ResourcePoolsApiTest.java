package io.atoll.manager.resourcepool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.agent.v1.SelfCheck;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Resource pools over HTTP. One host of 16 cores, which count as 16,000 MHz, and 65,024 MiB that VMs may have. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourcePoolsApiTest {
    private final ManagerUnderTest manager;
    private final List<VmId> vms = new ArrayList<>();
    private final List<String> pools = new ArrayList<>();
    private Datacenter dc;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    ResourcePoolsApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 1);
    }

    @AfterEach
    void clear() throws Exception {
        for (var vm : List.copyOf(vms)) {
            if (!dc.powerState(vm).equals("STOPPED")) {
                dc.succeeded(dc.act(vm, "stop"));
            }
            dc.succeeded(dc.delete(vm));
            vms.remove(vm);
        }
        for (var pool : pools.reversed()) {
            dc.api().delete(path() + "/" + pool);
        }
        pools.clear();
        assertThat(dc.get(path()).get("items")).isEmpty();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private String path() {
        return "/api/v1/clusters/" + dc.cluster() + "/resource-pools";
    }

    private ApiClient.Answer make(String name, Map<String, Object> spec) {
        return dc.post(path(), Map.of("name", name, "spec", spec));
    }

    private String made(String name, Map<String, Object> spec) {
        var answer = make(name, spec);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        var id = answer.json().at("/metadata/id").asString();
        pools.add(id);
        return id;
    }

    private ApiClient.Answer patch(String pool, Map<String, Object> spec) throws Exception {
        return dc.api().patch(path() + "/" + pool, Map.of("spec", spec));
    }

    private JsonNode pool(String id) {
        return dc.get(path() + "/" + id);
    }

    private ApiClient.Answer create(boolean start, Map<String, Object> more) {
        var answer = dc.post("/api/v1/vms", dc.vmRequest(start, more));
        if (answer.status() == 202) {
            var location = answer.header("location");
            vms.add(Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1))));
        }
        return answer;
    }

    private VmId vm(boolean start, Map<String, Object> more) {
        var answer = create(start, more);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return vms.getLast();
    }

    private ApiClient.Answer change(VmId vm, Map<String, Object> spec) throws Exception {
        return dc.api().patch("/api/v1/vms/" + vm, Map.of("spec", spec));
    }

    private static void exhausted(ApiClient.Answer answer, String check, long need, long free) {
        assertThat(answer.code()).as("%s", answer).isEqualTo("RESOURCE_POOL_EXHAUSTED");
        var cause = answer.json().at("/causes/0");
        assertThat(cause.get("check").asString()).isEqualTo(check);
        assertThat(cause.get("need").asLong()).isEqualTo(need);
        assertThat(cause.get("free").asLong()).isEqualTo(free);
        assertThat(answer.json().get("hints")).isNotEmpty();
    }

    private int refusalsTold() {
        return manager.bean(JdbcClient.class)
                .sql("select count(*) from event where kind = 'resource-pool-refusal' and object::text like :cluster")
                .param("cluster", "%" + dc.cluster() + "%")
                .query(Integer.class)
                .single();
    }

    @Test
    void aTreeIsMadeMovedAndTakenApart() throws Exception {
        var gold = made("gold", Map.of("cpuReservationMHz", 8000, "cpuSharesLevel", "HIGH", "cpuExpandable", false));
        var web = made("web", Map.of("parentId", gold, "cpuReservationMHz", 3000, "memoryReservationMiB", 1024));

        assertThat(pool(gold).at("/spec/cpuShares").asInt()).isEqualTo(8000);
        assertThat(pool(gold).at("/status/cpu/reservedMHz").asLong()).isEqualTo(3000);
        assertThat(pool(gold).at("/status/cpu/unreservedMHz").asLong()).isEqualTo(5000);
        assertThat(pool(web).at("/status/path/0").asString()).isEqualTo("gold");
        var whole = dc.get("/api/v1/clusters/" + dc.cluster() + "/resources");
        assertThat(whole.get("cpuMHz").asLong()).isEqualTo(16_000);
        assertThat(whole.at("/cpu/unreservedMHz").asLong()).isEqualTo(8000);

        var round = patch(gold, Map.of("parentId", web));
        assertThat(round.code()).isEqualTo("RESOURCE_POOL_CYCLE");
        assertThat(round.json().get("detail").asString()).contains("gold", "web");

        var full = dc.api().delete(path() + "/" + gold);
        assertThat(full.code()).isEqualTo("RESOURCE_POOL_IN_USE");
        assertThat(full.json().get("detail").asString()).contains("pool web");

        assertThat(patch(web, Map.of("parentId", "")).status()).isEqualTo(200);
        assertThat(pool(web).at("/status/path")).isEmpty();
        assertThat(make("GOLD", Map.of()).code()).isEqualTo("NAME_TAKEN");
        assertThat(dc.api().delete(path() + "/" + gold).status()).isEqualTo(204);
        assertThat(dc.api().get(path() + "/" + gold).code()).isEqualTo("RESOURCE_POOL_NOT_FOUND");
    }

    @Test
    void reservationsBeyondTheParentAreRefusedWithFiguresAndLeaveNothingBehind() throws Exception {
        var toldBefore = refusalsTold();
        var gold = made("gold", Map.of("cpuReservationMHz", 4000, "cpuExpandable", false));
        exhausted(make("web", Map.of("parentId", gold, "cpuReservationMHz", 5000)), "cpu-reservation", 5000, 4000);
        exhausted(make("huge", Map.of("cpuReservationMHz", 13_000)), "cpu-reservation", 13_000, 12_000);
        exhausted(make("fat", Map.of("memoryReservationMiB", 70_000)), "memory-reservation", 70_000, 65_024);
        assertThat(dc.get(path()).get("items")).hasSize(1);
        assertThat(refusalsTold()).isEqualTo(toldBefore + 3);
        var huge = Map.of("name", "huge", "spec", Map.of("cpuReservationMHz", 13_000));
        dc.post(path() + "?dryRun=true", huge);
        assertThat(refusalsTold()).as("a rehearsal is not told").isEqualTo(toldBefore + 3);
        exhausted(dc.post(path() + "?dryRun=false", huge), "cpu-reservation", 13_000, 12_000);
        assertThat(refusalsTold()).as("dryRun=false is none").isEqualTo(toldBefore + 4);

        var web = made("web", Map.of("parentId", gold, "cpuReservationMHz", 4000));
        exhausted(patch(gold, Map.of("cpuReservationMHz", 3000)), "cpu-reservation", 4000, 3000);
        assertThat(pool(gold).at("/spec/cpuReservationMHz").asLong()).isEqualTo(4000);
        assertThat(patch(web, Map.of("cpuLimitMHz", 1000)).code()).isEqualTo("VALIDATION_FAILED");
    }

    @Test
    void aVmStartsOnlyWhatItsPoolHasLeft() throws Exception {
        var gold = made("gold", Map.of("cpuReservationMHz", 1500, "cpuExpandable", false, "memoryLimitMiB", 600));
        var first = vm(true, Map.of("resourcePoolId", gold, "resources", Map.of("cpuReservationMHz", 1000)));
        exhausted(
                create(true, Map.of("resourcePoolId", gold, "resources", Map.of("cpuReservationMHz", 1000))),
                "cpu-reservation",
                1000,
                500);
        var second = vm(false, Map.of("resourcePoolId", gold, "resources", Map.of("cpuReservationMHz", 1000)));
        var refused = dc.post("/api/v1/vms/" + second + "/actions/start", Map.of());
        exhausted(refused, "cpu-reservation", 1000, 500);
        assertThat(dc.powerState(second)).isEqualTo("STOPPED");

        assertThat(change(second, Map.of("resources", Map.of("cpuReservationMHz", 500)))
                        .status())
                .isEqualTo(200);
        dc.succeeded(dc.act(second, "start"));
        exhausted(create(true, Map.of("resourcePoolId", gold)), "memory-limit", 256, 88);
        exhausted(change(first, Map.of("resources", Map.of("cpuReservationMHz", 1001))), "cpu-reservation", 1, 0);

        assertThat(change(second, Map.of("resourcePoolId", "")).status()).isEqualTo(200);
        assertThat(pool(gold).at("/status/cpu/reservedMHz").asLong()).isEqualTo(1000);
        assertThat(pool(gold).at("/status/memory/usedMiB").asLong()).isEqualTo(256);
        assertThat(pool(gold).at("/status/runningVmCount").asInt()).isEqualTo(1);
        assertThat(dc.api().delete(path() + "/" + gold).json().get("detail").asString())
                .contains("VM ");
    }

    @Test
    void memoryThatIsKeptForAPoolIsNotGivenToOthers() {
        var gold = made("gold", Map.of("memoryReservationMiB", 64_900));
        exhausted(create(true, Map.of()), "memory-kept", 256, 124);
        vm(true, Map.of("resourcePoolId", gold));
    }

    @Test
    void aVmSaysWhatItIsEntitledToAndWhetherItsHostDoesAnythingAboutIt() {
        var gold = made("gold", Map.of("cpuLimitMHz", 600));
        var vm = vm(true, Map.of("resourcePoolId", gold));
        var resources = dc.get("/api/v1/vms/" + vm + "/resources");
        assertThat(resources.get("poolPath").get(0).asString()).isEqualTo("gold");
        assertThat(resources.get("running").asBoolean()).isTrue();
        assertThat(resources.get("entitledMHz").asLong()).isLessThanOrEqualTo(600);
        assertThat(resources.get("shares").asInt()).isEqualTo(1000);
        await().atMost(Datacenter.LONG).untilAsserted(() -> {
            var told = dc.get("/api/v1/vms/" + vm + "/resources").get("enforcement");
            assertThat(told.isNull()).isFalse();
            assertThat(told.get("enforced").asBoolean()).isFalse();
            assertThat(told.get("detail").asString()).startsWith("Not enforced on this host");
        });
        dc.host("a")
                .saysOfItself(report -> report.toBuilder()
                        .addChecks(SelfCheck.newBuilder()
                                .setName("resource-control")
                                .setOutcome("OK"))
                        .build());
        dc.host("a").saysRaw(dc.host("a").everything());
        await().atMost(Datacenter.LONG).untilAsserted(() -> {
            var told = dc.get("/api/v1/vms/" + vm + "/resources").get("enforcement");
            assertThat(told.get("enforced").asBoolean()).isTrue();
        });
        var command =
                dc.host("a").commands(OperationCase.APPLY_VM_SHARES).getLast().getApplyVmShares();
        assertThat(command.getVmsList())
                .filteredOn(share -> share.getVmId().equals(vm.toString()))
                .singleElement()
                .satisfies(share -> assertThat(share.getCpuMaxMillicores()).isEqualTo(600));
    }

    @Test
    void onlyWhoMayWriteMakesPools() throws Exception {
        var reader = manager.as(Role.VIEWER);
        var answer = reader.post(path(), new HashMap<>(Map.of("name", "gold")));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(reader.get(path()).status()).isEqualTo(200);
    }
}
