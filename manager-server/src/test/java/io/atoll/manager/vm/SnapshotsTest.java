package io.atoll.manager.vm;

import static io.atoll.agent.v1.RunRequest.OperationCase.CREATE_IMAGES;
import static io.atoll.agent.v1.RunRequest.OperationCase.MERGE_IMAGES;
import static io.atoll.agent.v1.RunRequest.OperationCase.TAKE_SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.VmId;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Snapshots are taken, gone back to and deleted, with agents that fail and managers that die in between; guests lose nothing. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotsTest {
    private static final long GIB = 1L << 30;

    private final ManagerUnderTest manager;
    private CrashingFence leader;
    private Datacenter dc;
    private ScriptedAgent a;
    private ScriptedAgent b;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    SnapshotsTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        leader = manager.bean(CrashingFence.class);
        dc = Datacenter.of(manager, 2);
        a = dc.host("a");
        b = dc.host("b");
    }

    @AfterEach
    void settle() {
        leader.calm();
        a.isHonest();
        b.isHonest();
        dc.awaitReady(a);
        dc.awaitReady(b);
        dc.checkInvariants();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @Test
    void aTreeOfSnapshotsIsTakenGoneBackToAndDeleted() {
        var vm = dc.runningVm("a");
        write(vm, "one");
        var one = snapshot(vm, "one");
        write(vm, "two");
        var two = snapshot(vm, "two <b>&\u4e8c</b>");
        write(vm, "three");
        assertThat(list(vm).at("/items/1/parentId").asString()).isEqualTo(one);
        assertThat(list(vm).at("/items/1/name").asString()).isEqualTo("two <b>&\u4e8c</b>");
        assertThat(list(vm).at("/items/1/quiesced").asBoolean()).isTrue();
        assertThat(list(vm).at("/currentId").asString()).isEqualTo(two);
        assertThat(status(vm).at("/chainDepth").asInt()).isEqualTo(3);

        var reverted = dc.succeeded(revert(vm, one, true));

        assertThat(reverted.at("/kind").asString()).isEqualTo("vm.revert-snapshot");
        assertThat(dc.powerState(vm)).isEqualTo("STOPPED");
        assertThat(list(vm).at("/currentId").asString()).isEqualTo(one);
        dc.succeeded(dc.start(vm, "b"));
        assertThat(read(vm)).isEqualTo("one");
        write(vm, "branch");
        var branch = snapshot(vm, "branch");
        assertThat(list(vm).at("/items/2/parentId").asString()).isEqualTo(one);
        write(vm, "after");

        dc.succeeded(delete(vm, one));

        assertThat(list(vm).at("/items")).hasSize(2);
        assertThat(list(vm).at("/items/0/parentId").isNull()).isTrue();
        assertThat(read(vm)).isEqualTo("after");
        assertThat(status(vm).at("/mergeDebtBytes").asLong())
                .as("two stand on what one was")
                .isPositive();
        dc.succeeded(dc.migrate(vm, "a"));
        dc.succeeded(revert(vm, two, true));
        dc.succeeded(dc.start(vm, "a"));
        assertThat(read(vm)).isEqualTo("two");
        dc.succeeded(revert(vm, branch, true));
        dc.succeeded(delete(vm, two)); // while it is off
        dc.succeeded(dc.start(vm, "b"));
        assertThat(read(vm)).isEqualTo("branch");
        dc.succeeded(delete(vm, branch));
        assertThat(read(vm)).isEqualTo("branch");
        assertThat(dc.world().diskFiles().names(vm, 0)).hasSize(1);
        assertThat(status(vm).at("/mergeDebtBytes").asLong()).isZero();
        assertThat(status(vm).at("/chainDepth").asInt()).isEqualTo(1);
        assertThat(status(vm).at("/count").asInt()).isZero();
        dc.succeeded(dc.migrate(vm, "a"));
        assertThat(read(vm)).isEqualTo("branch");
    }

    /** The larger file stays where it is, whichever it is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatHasFewerBytesIsMoved(boolean largeBelow) {
        var vm = dc.runningVm("a");
        var one = snapshot(vm, "one");
        write(vm, "later");
        dc.world().diskFiles().grow(vm, 0, largeBelow ? "" : one, 9 * GIB);

        dc.succeeded(delete(vm, one));

        var merge = a.commands(MERGE_IMAGES).getLast().getMergeImages();
        assertThat(merge.getCommit()).isEqualTo(largeBelow);
        assertThat(read(vm)).isEqualTo("later");
        assertThat(dc.world().diskFiles().names(vm, 0)).containsExactly(largeBelow ? "" : one);
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.start(vm, "b"));
        assertThat(read(vm)).isEqualTo("later");
    }

    @Test
    void whatCannotBeIsRefusedWithAReason() throws Exception {
        var vm = dc.runningVm("a");
        var path = "/api/v1/vms/" + vm + "/snapshots";
        var one = snapshot(vm, "one");

        assertRefused(dc.post(path, Map.of()), 400, "VALIDATION_FAILED", "name");
        assertRefused(dc.post(path, Map.of("name", " ")), 400, "VALIDATION_FAILED", "name");
        assertRefused(dc.post(path, Map.of("name", "x".repeat(256))), 400, "VALIDATION_FAILED", "256");
        assertRefused(dc.post(path, Map.of("name", "\u0000")), 400, "VALIDATION_FAILED", "name");
        // Kept in its normal form each of them is two characters.
        assertRefused(dc.post(path, Map.of("name", "\u0958".repeat(255))), 400, "VALIDATION_FAILED", "510");
        assertRefused(dc.post(path, Map.of("name", "x", "quiesce", "MAYBE")), 400, "VALIDATION_FAILED", "REQUIRED");
        assertRefused(dc.post(path, Map.of("name", "x", "quiesceSeconds", 121)), 400, "VALIDATION_FAILED", "121");
        assertRefused(dc.post(path, Map.of("name", "ONE")), 409, "NAME_TAKEN", "ONE");
        assertRefused(
                dc.post(path, Map.of("name", "x", "quiesce", "REQUIRED")), 409, "GUEST_AGENT_UNAVAILABLE", "no agent");
        var strange = path + "/0190aaaa-0000-7000-8000-000000000001";
        assertRefused(dc.api().get(strange), 404, "VM_SNAPSHOT_NOT_FOUND", "no snapshot");
        assertRefused(dc.api().delete(strange), 404, "VM_SNAPSHOT_NOT_FOUND", "no snapshot");
        assertRefused(dc.post(strange + "/actions/revert", Map.of("force", true)), 404, "VM_SNAPSHOT_NOT_FOUND", "");
        assertRefused(dc.post(path + "/" + one + "/actions/revert", Map.of()), 409, "VM_WRONG_STATE", "force");
        var renamed = dc.api().patch(path + "/" + one, Map.of("name", "first", "description", "before\nall"));
        assertThat(renamed.json().at("/name").asString()).isEqualTo("first");
        assertThat(dc.get(path + "/" + one).at("/description").asString()).isEqualTo("before\nall");
        dc.succeeded(task(dc.post("/api/v1/vms/" + vm + "/disks", Map.of("sizeGiB", 1))));
        snapshot(vm, "two");
        assertRefused(dc.api().delete("/api/v1/vms/" + vm + "/disks/1"), 409, "IN_USE", "1 snapshots");
        for (var number = 3; number <= 15; number++) {
            snapshot(vm, "number " + number);
        }
        assertRefused(dc.post(path, Map.of("name", "too deep")), 409, "LIMIT_REACHED", "16 files");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_IMAGES", "TAKE_SNAPSHOT"})
    void aSnapshotThatFailsLeavesNothing(OperationCase command) {
        var vm = dc.runningVm("a");
        write(vm, "before");
        a.on(command).fails("HYPERVISOR_FAILED", "no");

        dc.failed(take(vm, "one"), "HYPERVISOR_FAILED");

        assertThat(list(vm).at("/items")).isEmpty();
        assertThat(dc.world().diskFiles().names(vm, 0)).containsExactly("");
        write(vm, "on");
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(read(vm)).isEqualTo("on");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_IMAGES", "TAKE_SNAPSHOT", "SURVEY_IMAGES", "MERGE_IMAGES", "DELETE_DISK_IMAGE"})
    void anAgentThatDiesWithItsAnswerIsAskedAgain(OperationCase command) {
        var vm = dc.runningVm("a");
        write(vm, "one");
        a.on(command).losesAnswer().then(() -> {
            a.dies();
            a.start();
        });

        var one = snapshot(vm, "one");
        dc.awaitState(vm, "RUNNING");
        write(vm, "two");
        // Of the agent's death the manager may hear only now.
        var accepted = await().atMost(Datacenter.LONG)
                .until(
                        () -> dc.api().delete("/api/v1/vms/" + vm + "/snapshots/" + one),
                        answer -> answer.status() == 202);
        dc.succeeded(task(accepted));

        dc.awaitState(vm, "RUNNING");
        assertThat(read(vm)).isEqualTo("two");
        assertThat(dc.world().diskFiles().names(vm, 0)).hasSize(1);
    }

    /** Once before the given write of each of the tasks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 8, 11, 14})
    void managersThatDieLeaveNothingHalfDone(int write) {
        var vm = dc.runningVm("a");
        write(vm, "one");
        leader.crashAtWrite(write);
        var one = snapshot(vm, "one");
        leader.calm();
        write(vm, "two");
        dc.world().diskFiles().grow(vm, 0, "", write % 2 == 0 ? 9 * GIB : 0);
        leader.crashAtWrite(write);
        dc.succeeded(delete(vm, one));
        leader.calm();
        assertThat(read(vm)).isEqualTo("two");
        assertThat(dc.world().diskFiles().names(vm, 0)).hasSize(1);
        var again = snapshot(vm, "again");
        write(vm, "three");
        leader.crashAtWrite(write);
        dc.succeeded(revert(vm, again, true));
        leader.calm();
        dc.succeeded(dc.start(vm, "b"));
        assertThat(read(vm)).isEqualTo("two");
    }

    @Test
    void aMergeThatCannotBeDoneIsToldAndCanBeTriedAgain() {
        var vm = dc.runningVm("a");
        var one = snapshot(vm, "one");
        write(vm, "two");
        a.on(MERGE_IMAGES).fails("HYPERVISOR_FAILED", "the storage is gone").times(3);

        var task = dc.failed(delete(vm, one), "HYPERVISOR_FAILED");

        assertThat(task.at("/failure/detail").asString()).contains("the storage is gone");
        assertThat(list(vm).at("/items/0/state").asString()).isEqualTo("DELETING");
        assertThat(status(vm).at("/chainDepth").asInt()).isEqualTo(2);
        dc.succeeded(delete(vm, one));
        assertThat(list(vm).at("/items")).isEmpty();
        assertThat(read(vm)).isEqualTo("two");
    }

    @Test
    void aSnapshotWhoseAnswerNobodyHearsIsKeptOrTakenBackAsItIs() {
        var vm = dc.runningVm("a");
        write(vm, "one");
        a.on(TAKE_SNAPSHOT)
                .answers(io.atoll.agent.v1.OperationEvent.newBuilder()
                        .setFailed(io.atoll.agent.v1.Failed.newBuilder()
                                .setCode("HYPERVISOR_TIMEOUT")
                                .setDetail("nobody knows")));

        dc.failed(take(vm, "one"), "HYPERVISOR_TIMEOUT");

        assertThat(list(vm).at("/items/0/state").asString()).as("it was taken").isEqualTo("READY");
        write(vm, "two");
        dc.succeeded(revert(vm, list(vm).at("/items/0/id").asString(), true));
        dc.succeeded(dc.start(vm, "b"));
        assertThat(read(vm)).isEqualTo("one");
        assertThat(a.done(CREATE_IMAGES)).isPositive();
    }

    /** No process is left to be asked: what was written to the new file since must not be thrown away with it. */
    @Test
    void whatAGuestWroteBeforeItEndedIsKeptWhereNobodyCanTellAnyMore() {
        var vm = dc.runningVm("a");
        write(vm, "one");
        a.on(TAKE_SNAPSHOT)
                .answers(io.atoll.agent.v1.OperationEvent.newBuilder()
                        .setFailed(io.atoll.agent.v1.Failed.newBuilder()
                                .setCode("HYPERVISOR_TIMEOUT")
                                .setDetail("nobody knows")))
                .then(() -> {
                    write(vm, "two");
                    a.guestEnds(vm, "STOPPED", "guest-shutdown");
                });

        dc.failed(take(vm, "one"), "HYPERVISOR_TIMEOUT");

        assertThat(list(vm).at("/items/0/state").asString()).isEqualTo("READY");
        dc.awaitState(vm, "STOPPED");
        dc.succeeded(dc.start(vm, "b"));
        assertThat(read(vm)).isEqualTo("two");
    }

    @Test
    void aGuestWhoseProcessorHasMoreThanALevelIsNoDifferent() {
        var vm = dc.runningVm("a");
        manager.bean(JdbcClient.class)
                .sql("update vm set cpu_model = 'x86-64-v2+aes+rdrand' where id = :id")
                .param("id", vm.value())
                .update();
        write(vm, "one");
        var one = snapshot(vm, "one");
        assertThat(a.commands(TAKE_SNAPSHOT)
                        .getLast()
                        .getTakeSnapshot()
                        .getSpec()
                        .getCpuFeaturesList())
                .containsExactly("aes", "rdrand");
        write(vm, "two");
        dc.succeeded(delete(vm, one));
        assertThat(read(vm)).isEqualTo("two");
        assertThat(dc.world().diskFiles().names(vm, 0)).hasSize(1);
    }

    private void write(VmId vm, String text) {
        dc.world().diskFiles().write(vm, 0, "block", text);
    }

    private String read(VmId vm) {
        return dc.world().diskFiles().read(vm, 0).getOrDefault("block", "");
    }

    private String snapshot(VmId vm, String name) {
        return dc.succeeded(take(vm, name)).at("/result/snapshotId").asString();
    }

    private String take(VmId vm, String name) {
        return task(dc.post("/api/v1/vms/" + vm + "/snapshots", Map.of("name", name)));
    }

    private String revert(VmId vm, String snapshot, boolean force) {
        return task(
                dc.post("/api/v1/vms/" + vm + "/snapshots/" + snapshot + "/actions/revert", Map.of("force", force)));
    }

    private String delete(VmId vm, String snapshot) {
        try {
            return task(dc.api().delete("/api/v1/vms/" + vm + "/snapshots/" + snapshot));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode list(VmId vm) {
        return dc.get("/api/v1/vms/" + vm + "/snapshots");
    }

    private JsonNode status(VmId vm) {
        return dc.get("/api/v1/vms/" + vm).at("/status/snapshots");
    }

    private static String task(ApiClient.Answer accepted) {
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        var location = accepted.header("location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static void assertRefused(ApiClient.Answer refused, int status, String code, String words) {
        assertThat(refused.status()).as("%s", refused).isEqualTo(status);
        assertThat(refused.json().at("/code").asString()).as("%s", refused).isEqualTo(code);
        assertThat(refused.text()).contains(words);
    }
}
