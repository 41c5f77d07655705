package io.atoll.manager.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Dry runs rank and refuse with figures and take nothing; promises hold among many at once. Hosts have 64 GiB. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacementTest {
    private static final int MOST_OF_A_HOST_MIB = 40 * 1024;

    private final ManagerUnderTest manager;
    private Datacenter dc;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    PlacementTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 2);
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private ApiClient.Answer create(String query, Map<String, Object> more) {
        return dc.post("/api/v1/vms" + query, dc.vmRequest(true, more));
    }

    @Test
    void aDryRunRanksTheEmptierHostFirstAndTakesNothing() {
        var vm = dc.runningVm("a");
        var before = rows();
        var answer = create("?dryRun=true", Map.of("memoryMiB", 1024));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        var ranked = answer.json().at("/plan/ranked");
        assertThat(ranked.size()).isEqualTo(2);
        assertThat(ranked.get(0).get("hostId").asString())
                .isEqualTo(dc.host("b").id().toString());
        assertThat(ranked.get(0).get("score").asDouble())
                .isGreaterThan(ranked.get(1).get("score").asDouble());
        assertThat(ranked.get(0).get("reasons").get(0).asString()).contains("memory");
        assertThat(answer.json().at("/plan/chosenHostId").asString())
                .isEqualTo(dc.host("b").id().toString());
        assertThat(rows()).isEqualTo(before);
        gone(vm);
    }

    @Test
    void whatFitsNowhereIsRefusedWithNeedFreeAndARemedy() {
        var tooMuch = Map.<String, Object>of("memoryMiB", 128 * 1024);
        var dry = create("?dryRun=true", tooMuch);
        assertThat(dry.status()).as("%s", dry).isEqualTo(200);
        assertThat(dry.json().toString()).contains("PLACEMENT_NO_HOST");
        var refusal = dry.json().at("/plan/refused/0/refusals/0");
        assertThat(refusal.get("need").asLong()).as("%s", dry).isGreaterThanOrEqualTo(128 * 1024);
        assertThat(refusal.get("free").asLong()).isLessThan(64 * 1024);

        var before = rows();
        var real = create("", tooMuch);
        assertThat(real.status()).isEqualTo(409);
        assertThat(real.code()).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(real.json().get("causes").size()).isEqualTo(2);
        assertThat(real.json().at("/hints/0/text").asString()).startsWith("No host is large enough");
        assertThat(rows()).as("nothing is left of the refused VM").isEqualTo(before);
    }

    @Test
    void aWishedHostIsTakenOrRefusedAndNeverReplaced() {
        var wish = Map.<String, Object>of("hostId", dc.host("a").id().toString());
        var load = dc.runningVm("a");
        var plan = create("?dryRun=true", wish).json().at("/plan");
        assertThat(plan.get("chosenHostId").asString())
                .isEqualTo(dc.host("a").id().toString());
        assertThat(plan.at("/ranked/0/hostId").asString())
                .as("the better one is not hidden: %s", plan)
                .isEqualTo(dc.host("b").id().toString());
        assertThat(plan.get("refused")).isEmpty();
        gone(load);
        dc.host("a").dies();
        dc.awaitHostState(dc.host("a"), "DISCONNECTED");
        var refused = create("", wish);
        assertThat(refused.code()).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(refused.json().get("detail").asString()).endsWith("which was asked for.");
        assertThat(refused.json().get("causes").size()).as("%s", refused).isEqualTo(1);
        assertThat(refused.json().get("hints").toString()).contains("Ask for no host: 1 of the cluster's hosts fit");
        dc.host("a").start();
        dc.awaitReady(dc.host("a"));
    }

    @Test
    void aHostThatIsNotThereIsNotFoundAndNotOneThatDoesNotFit() {
        var nobody = "01a21e69-a278-705b-960e-66311c632810";
        var off = dc.stoppedVm();
        var running = dc.runningVm("a");
        for (var query : new String[] {"", "?dryRun=true"}) {
            var start = dc.post("/api/v1/vms/" + off + "/actions/start" + query, Map.of("hostId", nobody));
            var move = dc.post("/api/v1/vms/" + running + "/actions/migrate" + query, Map.of("targetHostId", nobody));
            for (var answer : new ApiClient.Answer[] {start, move, create(query, Map.of("hostId", nobody))}) {
                assertThat(answer.status()).as("%s", answer).isEqualTo(404);
                assertThat(answer.code()).isEqualTo("HOST_NOT_FOUND");
                assertThat(answer.json().get("detail").asString()).contains(nobody);
            }
        }
        dc.succeeded(dc.delete(off));
        gone(running);
    }

    @Test
    void aRevokedHostIsNoCandidateAndAskedForByNameIsSaidToBeRevoked() {
        try (var own = Datacenter.of(manager, 2)) {
            var lost = own.host("a").id().toString();
            own.post("/api/v1/hosts/" + lost + "/actions/revoke", Map.of());
            own.awaitHostState(own.host("a"), "REVOKED");
            var anywhere = own.post("/api/v1/vms?dryRun=true", own.vmRequest(true, Map.of()));
            assertThat(anywhere.json().at("/plan/ranked").size())
                    .as("%s", anywhere)
                    .isEqualTo(1);
            assertThat(anywhere.json().at("/plan").toString()).doesNotContain(lost);
            var there = own.post("/api/v1/vms", own.vmRequest(true, Map.of("hostId", lost)));
            assertThat(there.status()).as("%s", there).isEqualTo(409);
            assertThat(there.code()).isEqualTo("HOST_WRONG_STATE");
            assertThat(there.json().get("detail").asString()).contains("REVOKED");
        }
    }

    @Test
    void ofManyAtOnceOnlyThoseThatFitAreAccepted() throws Exception {
        var attempts = new ArrayList<Callable<ApiClient.Answer>>();
        for (int i = 0; i < 6; i++) {
            attempts.add(() -> create("", Map.of("memoryMiB", MOST_OF_A_HOST_MIB)));
        }
        var accepted = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var attempt : threads.invokeAll(attempts)) {
                var answer = attempt.get();
                if (answer.status() == 202) {
                    accepted.add(answer.header("location"));
                } else {
                    assertThat(answer.code()).as("%s", answer).isEqualTo("PLACEMENT_NO_HOST");
                }
            }
        }
        assertThat(accepted).as("one such VM fits on each of the two hosts").hasSize(2);
        var hosts = new HashMap<Object, VmId>();
        for (var location : accepted) {
            var vm = Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1)));
            hosts.put(dc.runsOn(vm), vm);
        }
        assertThat(hosts).hasSize(2);
        dc.checkInvariants();
        hosts.values().forEach(this::gone);
    }

    @Test
    void aMoveIsRankedWithoutTheHostTheVmIsOn() {
        var vm = dc.runningVm("a");
        var answer = dc.post("/api/v1/vms/" + vm + "/actions/migrate?dryRun=true", Map.of());
        assertThat(answer.json().at("/plan/chosenHostId").asString())
                .as("%s", answer)
                .isEqualTo(dc.host("b").id().toString());
        assertThat(answer.json().at("/plan/refused/0/hostId").asString())
                .isEqualTo(dc.host("a").id().toString());
        var same = dc.post(
                "/api/v1/vms/" + vm + "/actions/migrate",
                Map.of("targetHostId", dc.host("a").id().toString()));
        assertThat(same.code()).isEqualTo("VALIDATION_FAILED");
        gone(vm);
    }

    private void gone(VmId vm) {
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.delete(vm));
    }

    private String rows() {
        return manager.bean(JdbcClient.class)
                .sql("select (select count(*) from vm) || '/' || (select count(*) from placement_reservation)"
                        + " || '/' || (select count(*) from vm_nic) || '/' || (select count(*) from task)")
                .query(String.class)
                .single();
    }
}
