package io.atoll.manager.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.PowerState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Decisions are kept with the VM and its task, and asked about later; the scheduler's model is what the database and the hosts say. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhyHereTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    WhyHereTest(ManagerUnderTest manager) {
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

    private String hostId(String name) {
        return dc.host(name).id().toString();
    }

    private static String path(VmId vm) {
        return "/api/v1/vms/" + vm + "/placement";
    }

    @Test
    void aDecisionIsKeptWithItsAlternativesAndWhoWantedIt() {
        var load = dc.runningVm("a");
        var task = dc.post("/api/v1/vms", dc.vmRequest(true, Map.of()));
        var id = task.json().at("/task/metadata/id").asString();
        var ended = dc.succeeded(id);
        var vm = Datacenter.vmOf(ended);
        var placement = ended.at("/result/placement");
        assertThat(placement.get("hostId").asString()).as("%s", ended).isEqualTo(hostId("b"));
        assertThat(placement.get("ranked").size()).isEqualTo(2);

        var why = dc.get(path(vm));
        assertThat(why.get("hostId").asString()).as("%s", why).isEqualTo(hostId("b"));
        var decision = why.get("decision");
        assertThat(decision.get("cause").asString()).isEqualTo("CREATE");
        assertThat(decision.get("taskId").asString()).isEqualTo(id);
        assertThat(decision.get("requestedBy").asString())
                .isEqualTo(ended.get("requestedBy").asString());
        assertThat(decision.get("reason").asString()).contains("best of 2 hosts");
        assertThat(decision.at("/ranked/1/hostId").asString()).isEqualTo(hostId("a"));
        assertThat(decision.at("/ranked/1/parts/0/name").asString()).isEqualTo("imbalance");
        assertThat(decision.at("/ranked/1/parts/0/cost").asDouble())
                .isGreaterThan(decision.at("/ranked/0/parts/0/cost").asDouble(0));

        dc.succeeded(dc.migrate(vm, "a"));
        var moved = dc.get(path(vm));
        assertThat(moved.at("/decision/cause").asString()).isEqualTo("MIGRATE");
        assertThat(moved.at("/decision/hostId").asString()).isEqualTo(hostId("a"));
        assertThat(moved.at("/decision/reason").asString()).startsWith("Migrated from ");
        assertThat(moved.at("/decision/ranked").size())
                .as("what else was possible is still told: %s", moved)
                .isPositive();
        assertThat(moved.get("earlier").size()).as("%s", moved).isEqualTo(1);
        assertThat(moved.at("/earlier/0/cause").asString()).isEqualTo("CREATE");
        gone(vm);
        gone(load);
    }

    @Test
    void whyNotThereIsAnsweredForThisMoment() throws Exception {
        var vm = dc.runningVm("a");
        var other = dc.get(path(vm) + "?host=" + hostId("b")).get("asked");
        assertThat(other.get("fits").asBoolean()).as("%s", other).isTrue();
        assertThat(other.get("rank").asInt()).isPositive();
        var here = dc.get(path(vm) + "?host=" + hostId("a")).get("asked");
        assertThat(here.get("answer").asString()).as("%s", here).startsWith("It is there");
        dc.host("b").dies();
        dc.awaitHostState(dc.host("b"), "DISCONNECTED");
        var dead = dc.get(path(vm) + "?host=" + hostId("b")).get("asked");
        assertThat(dead.get("fits").asBoolean()).as("%s", dead).isFalse();
        assertThat(dead.at("/refused/refusals/0/check").asString()).isEqualTo("state");
        assertThat(dead.get("answer").asString()).endsWith("does not answer.");
        dc.host("b").start();
        dc.awaitReady(dc.host("b"));
        assertThat(dc.api().get(path(vm) + "?host=" + UUID.randomUUID()).code()).isEqualTo("HOST_NOT_FOUND");
        assertThat(dc.api().get(path(vm) + "?host=x").status()).isEqualTo(400);
        assertThat(dc.api().get(path(new VmId(UUID.randomUUID()))).code()).isEqualTo("VM_NOT_FOUND");
        gone(vm);
        dc.checkInvariants();
    }

    @Test
    void aVmThatIsOffIsNowhere() {
        var vm = dc.stoppedVm();
        var why = dc.get(path(vm));
        assertThat(why.get("hostId").isNull()).as("%s", why).isTrue();
        assertThat(why.get("decision").isNull()).isTrue();
        dc.succeeded(dc.delete(vm));
    }

    @Test
    void theModelHoldsHostsWithZonesAndVmsWhereTheyAre() throws Exception {
        dc.api().patch("/api/v1/hosts/" + hostId("a"), Map.of("labels", Map.of("rack", "r7", "room", "east")));
        var running = dc.runningVm("a");
        var off = dc.stoppedVm();
        var live = manager.bean(LiveClusters.class).now(ClusterId.parse(dc.cluster()));
        var host = Objects.requireNonNull(live.model().hosts().get(HostId.parse(hostId("a"))));
        assertThat(host.zones()).containsEntry("rack", "r7").containsEntry("room", "east");
        assertThat(host.state()).isEqualTo(PowerState.ON);
        assertThat(host.capacity().coreCount()).isEqualTo(16);
        assertThat(host.capacity().memory().value()).isEqualTo(64 * 1024 - 512);
        assertThat(host.reach().pools()).hasSize(1);
        var there = Objects.requireNonNull(live.model().vms().get(running));
        assertThat(there.host()).isEqualTo(host.id());
        assertThat(there.memory().configured().value()).isEqualTo(256);
        assertThat(there.needs().pools()).isEqualTo(host.reach().pools());
        assertThat(Objects.requireNonNull(live.model().vms().get(off)).host()).isNull();
        assertThat(live.model().rules()).isEqualTo(List.of());
        gone(running);
        dc.succeeded(dc.delete(off));
    }

    private void gone(VmId vm) {
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.delete(vm));
    }
}
