package io.atoll.manager.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The manager dies before writes of each workflow in turn, and the next leader goes on: the task ends done or taken
 * back, each command had one effect, and nothing is left over.
 */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaderChangesTest {
    private static final Set<OperationCase> SCRIPTED = Set.of(
            OperationCase.CREATE_VOLUME,
            OperationCase.START_VM,
            OperationCase.STOP_VM,
            OperationCase.PREPARE_INCOMING,
            OperationCase.MIGRATE_VM,
            OperationCase.DELETE_VM);

    private static final Duration A_FEW_TRIES = Duration.ofMillis(500);

    private final ManagerUnderTest manager;
    private CrashingFence leader;
    private Datacenter dc;
    private ScriptedAgent a;
    private ScriptedAgent b;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    LeaderChangesTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        leader = manager.bean(CrashingFence.class);
        dc = Datacenter.of(manager, 2);
        a = dc.host("a");
        b = dc.host("b");
    }

    /** A test may end while an agent that it let die is not back yet; the next would find a host that does not answer. */
    @AfterEach
    void calm() {
        leader.calm();
        a.isHonest();
        b.isHonest();
        dc.awaitReady(a);
        dc.awaitReady(b);
    }

    @AfterAll
    void close() {
        dc.close();
    }

    /** The build lets it die before some of the writes; the long schedules before each of them. */
    @Test
    void creation() {
        creation(5);
    }

    @Test
    void creationThatFails() {
        creationThatFails(7);
    }

    @Test
    void migration() {
        migration(7);
    }

    @Test
    void migrationThatFails() {
        migrationThatFails(7);
    }

    @Test
    void stopAndDeletion() {
        stopAndDeletion(5);
    }

    @Test
    @Tag("schedules")
    void everythingAtEachWrite() {
        creation(1);
        creationThatFails(1);
        migration(1);
        migrationThatFails(1);
        stopAndDeletion(1);
    }

    private void creation(int stride) {
        diesAtWrites(stride, () -> dc.succeeded(dc.create(true, "a")), a, OperationCase.START_VM);
    }

    private void creationThatFails(int stride) {
        diesAtWrites(
                stride,
                () -> {
                    a.on(OperationCase.START_VM).fails("HYPERVISOR_FAILED", "no");
                    var ended = dc.failed(dc.create(true, "a"), "HYPERVISOR_FAILED");
                    a.isHonest();
                    return ended;
                },
                a,
                OperationCase.CREATE_VOLUME);
    }

    private void migration(int stride) {
        var vm = dc.runningVm("a");
        diesAtWrites(
                stride,
                () -> {
                    var ended = dc.succeeded(dc.migrate(vm, "b"));
                    assertThat(dc.runsOn(vm)).isEqualTo(b.id());
                    leader.calm();
                    dc.succeeded(dc.migrate(vm, "a"));
                    return ended;
                },
                a,
                OperationCase.MIGRATE_VM);
    }

    private void migrationThatFails(int stride) {
        var vm = dc.runningVm("a");
        diesAtWrites(
                stride,
                () -> {
                    a.on(OperationCase.MIGRATE_VM).fails("MIGRATION_FAILED", "no");
                    var ended = dc.failed(dc.migrate(vm, "b"), "MIGRATION_FAILED");
                    assertThat(dc.runsOn(vm)).isEqualTo(a.id());
                    a.isHonest();
                    return ended;
                },
                b,
                OperationCase.PREPARE_INCOMING);
    }

    private void stopAndDeletion(int stride) {
        diesAtWrites(
                stride,
                () -> {
                    leader.calm();
                    var vm = dc.runningVm("a");
                    leader.crashAtWrite(write);
                    dc.succeeded(dc.act(vm, "stop"));
                    var ended = dc.succeeded(dc.delete(vm));
                    dc.checkInvariants(vm);
                    return ended;
                },
                a,
                OperationCase.STOP_VM);
    }

    private int write;

    /** At every {@code stride}-th write, until the manager has passed the whole workflow without dying. */
    private void diesAtWrites(int stride, Workflow workflow, ScriptedAgent host, OperationCase once) {
        for (write = 1; write < 60; write += stride) {
            var deaths = leader.crashes();
            var done = host.done(once);
            leader.crashAtWrite(write);
            var task = workflow.run();
            leader.calm();
            dc.checkInvariants(Datacenter.vmOf(task));
            assertThat(host.done(once) - done)
                    .as("%s, death at write %d", once, write)
                    .isEqualTo(1);
            if (leader.crashes() == deaths) {
                return;
            }
        }
        throw new AssertionError("The workflow has more than 60 writes.");
    }

    /** Runs a workflow to its expected end; answers its task. */
    @FunctionalInterface
    private interface Workflow {
        JsonNode run();
    }

    /** Another leader in the middle of a command, while the agent works on it: it is attached to, not repeated. */
    @ParameterizedTest
    @EnumSource(names = {"CREATE_VOLUME", "START_VM", "PREPARE_INCOMING", "MIGRATE_VM", "STOP_VM", "DELETE_VM"})
    void aNewLeaderAttachesToWhatTheOldOneBegan(OperationCase command) {
        assertThat(SCRIPTED).contains(command);
        for (var host : new ScriptedAgent[] {a, b}) {
            host.on(command).then(leader::changeLeader);
        }
        var before = a.done(command) + b.done(command);
        var vm = dc.runningVm("a");
        dc.succeeded(dc.migrate(vm, "b"));
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.delete(vm));
        dc.checkInvariants(vm);
        assertThat(a.done(command) + b.done(command) - before).isEqualTo(1);
        a.isHonest();
        b.isHonest();
    }

    /** A leader of a moment ago has not heard every host: what a guest is like it asks its source, and does not guess. */
    @Test
    void aTargetWaitsForTheGuestThatItsSourceDescribes() {
        var vm = dc.runningVm("a");
        var before = b.done(OperationCase.PREPARE_INCOMING);
        leader.crashAtWrite(1);
        a.onWatch(_ -> {});
        var task = dc.migrate(vm, "b");
        await().until(() ->
                dc.get("/api/v1/tasks/" + task).at("/steps/1/state").asString().equals("RUNNING"));
        await().pollDelay(A_FEW_TRIES).until(() -> true);
        assertThat(b.done(OperationCase.PREPARE_INCOMING) - before).isZero();
        a.isHonest();
        leader.changeLeader();
        dc.succeeded(task);
        assertThat(dc.runsOn(vm)).isEqualTo(b.id());
        dc.awaitState(vm, "RUNNING");
    }

    /** Agents and managers die in an order that a seed gives; the failing seed is in the test's name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anythingInAnyOrder(long seed) {
        inAnyOrder(seed);
    }

    @ParameterizedTest
    @MethodSource("manySeeds")
    @Tag("schedules")
    void anythingInAnyOrderForLong(long seed) {
        inAnyOrder(seed);
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(4, 60);
    }

    private void inAnyOrder(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 2; round++) {
            disturb(random);
            var create = dc.ended(dc.create(true, "a"));
            var vm = Datacenter.vmOf(create);
            dc.checkInvariants(vm);
            if (dc.powerState(vm).equals("RUNNING")) {
                disturb(random);
                dc.ended(dc.migrate(vm, "b"));
                dc.checkInvariants(vm);
                disturb(random);
                dc.ended(dc.act(vm, "stop"));
                dc.checkInvariants(vm);
            }
            leader.calm();
            a.isHonest();
            b.isHonest();
        }
    }

    private void disturb(Random random) {
        leader.crashAtWrite(1 + random.nextInt(14));
        var host = random.nextBoolean() ? a : b;
        var command = SCRIPTED.stream().sorted().toList().get(random.nextInt(SCRIPTED.size()));
        switch (random.nextInt(5)) {
            case 0 -> host.on(command).losesAnswer();
            case 1 -> host.on(command).diesBefore(host);
            case 2 -> host.on(command).then(leader::changeLeader).losesAnswer();
            case 3 -> host.on(command).fails("HYPERVISOR_FAILED", "by the dice");
            default -> host.on(command).refuses("HOST_BUSY", "by the dice").times(2);
        }
    }
}
