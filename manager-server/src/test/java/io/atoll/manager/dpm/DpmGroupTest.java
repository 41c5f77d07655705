package io.atoll.manager.dpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.dpm.internal.work.DpmTasks;
import io.atoll.manager.drs.BalancingLock;
import io.atoll.manager.power.FakeRedfish;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Hosts that are chosen together go to sleep together. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpmGroupTest {
    private static final List<String> SLEEPERS = List.of("b", "c");

    private final ManagerUnderTest manager;
    private final Map<String, FakeRedfish> controllers = new HashMap<>();
    private Datacenter dc;
    private String dpm = "";

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    DpmGroupTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        dc = Datacenter.of(manager, 3);
        dpm = "/api/v1/clusters/" + dc.cluster() + "/dpm";
        // Where it is OFF, the round of the minute wakes who sleeps.
        PowerSavingDesk.ok(dc.api().patch(dpm, Map.of("spec", Map.of("mode", "RECOMMEND"))));
        for (var name : SLEEPERS) {
            var controller = FakeRedfish.onLoopback();
            controllers.put(name, controller);
            controller.says("On");
            controller.onReset(type -> {
                controller.obey(type);
                if (type.equals("On")) {
                    dc.host(name).start();
                } else {
                    dc.host(name).hostDies();
                }
            });
            controller.at("/redfish/v1/Chassis/1", 404, "{}");
            var control = controller.control();
            control.putAll(Map.of("switchSeconds", 5, "shutdownSeconds", 5, "wakeSeconds", 60));
            PowerSavingDesk.ok(dc.api().put(host(name) + "/power", control));
            dc.succeeded(
                    PowerSavingDesk.task(dc.post(host(name) + "/power/actions/test-wake", Map.of("mode", "FORCE"))));
        }
    }

    /** Everybody awake. */
    @AfterEach
    void awake() {
        for (var name : SLEEPERS) {
            if (!state(name).equals("AWAKE")) {
                dc.succeeded(PowerSavingDesk.task(dc.post(dpm + "/hosts/" + id(name) + "/actions/wake", Map.of())));
            }
            dc.awaitReady(dc.host(name));
        }
    }

    @AfterAll
    void close() {
        controllers.values().forEach(FakeRedfish::close);
        dc.close();
    }

    private String host(String name) {
        return "/api/v1/hosts/" + id(name);
    }

    private HostId id(String name) {
        return dc.host(name).id();
    }

    private ClusterId cluster() {
        return ClusterId.parse(dc.cluster());
    }

    private String state(String name) {
        for (var one : dc.get(dpm + "/hosts")) {
            if (one.get("hostId").asString().equals(id(name).toString())) {
                return one.get("state").asString();
            }
        }
        throw new AssertionError("Host %s is not there.".formatted(name));
    }

    /** What the parts of a group did not manage. */
    private String failures(TaskId group) {
        return String.valueOf(dc.get("/api/v1/tasks?filter=parentId==" + group));
    }

    private TaskId park() {
        var why = new TreeMap<HostId, String>();
        SLEEPERS.forEach(name -> why.put(id(name), "It is not needed."));
        return Objects.requireNonNull(new TransactionTemplate(manager.bean(PlatformTransactionManager.class))
                .execute(_ -> manager.bean(DpmTasks.class).park(cluster(), why, "a test")));
    }

    @Test
    void bothSleepAndTheClusterIsHeldUntilTheLastDoes() {
        var vm = dc.runningVm("b");
        var hold = new CountDownLatch(1);
        dc.host("b").on(OperationCase.MIGRATE_VM).waitsFor(hold).times(1);
        var group = park();
        await("c asleep").atMost(Datacenter.LONG).until(() -> state("c").equals("ASLEEP"));
        assertThat(BalancingLock.holder(manager.bean(Tasks.class), cluster())).contains(group);
        // One group at a time.
        assertThatExceptionOfType(AtollException.class).isThrownBy(this::park);
        hold.countDown();
        dc.succeeded(group.toString());
        assertThat(state("b")).isEqualTo("ASLEEP");
        assertThat(dc.runsOn(vm)).as("not to the other that sleeps").isEqualTo(id("a"));
        assertThat(BalancingLock.holder(manager.bean(Tasks.class), cluster())).isEmpty();
    }

    @Test
    void whoCannotBeEmptiedStaysAwakeAndTheOtherSleeps() {
        dc.runningVm("b");
        dc.host("b")
                .on(OperationCase.MIGRATE_VM)
                .fails("MIGRATION_FAILED", "the line was cut")
                .times(50);
        var group = park();
        dc.succeeded(group.toString());
        dc.host("b").isHonest();
        assertThat(state("c")).as(() -> failures(group)).isEqualTo("ASLEEP");
        await("b awake").atMost(Datacenter.LONG).until(() -> state("b").equals("AWAKE"));
    }

    @Test
    void calledOffTheyStayAwake() {
        dc.runningVm("b");
        dc.runningVm("c");
        var hold = new CountDownLatch(1);
        for (var name : SLEEPERS) {
            dc.host(name).on(OperationCase.MIGRATE_VM).waitsFor(hold).times(1);
        }
        var group = park();
        for (var name : SLEEPERS) {
            await(name + " is emptied")
                    .atMost(Datacenter.LONG)
                    .until(() -> state(name).equals("DRAINING"));
        }
        assertThat(dc.post("/api/v1/tasks/" + group + "/actions/cancel", Map.of())
                        .status())
                .isLessThan(300);
        hold.countDown();
        await("the end")
                .atMost(Datacenter.LONG)
                .until(() -> !dc.get("/api/v1/tasks/" + group).get("endedAt").isNull());
        for (var name : SLEEPERS) {
            await(name + " awake")
                    .atMost(Datacenter.LONG)
                    .until(() -> state(name).equals("AWAKE"));
        }
    }
}
